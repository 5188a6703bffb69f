using System.Text;
using HandlebarsDotNet;
using Pyruse.Core.Reports;

namespace Pyruse.Reporting;

/// <summary>The text of a template.</summary>
/// <param name="Name">Which form it is for: one of the names below.</param>
/// <param name="Path">Its file; null: it is the shipped one.</param>
/// <param name="Source">The text.</param>
internal sealed record FormTemplate(string Name, string? Path, string Source)
{
    public const string HtmlName = "report.html.hbs";
    public const string TextName = "report.txt.hbs";

    private const int MaxBytes = 256 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The template of the directory, or the shipped one where there is no such file.</summary>
    /// <exception cref="ReportFormException">The file can't be read.</exception>
    public static FormTemplate Find(string? directory, string name)
    {
        if (directory is null)
            return Shipped(name);
        if (!Directory.Exists(directory))
            throw new ReportFormException($"There is no directory \"{directory}\", which [report] template names. Make it, and put {HtmlName} or {TextName} in it, or take the setting out.");
        string path = System.IO.Path.Combine(directory, name);
        return new FileInfo(path) is { Exists: false, LinkTarget: null } && !Directory.Exists(path) ? Shipped(name) : new FormTemplate(name, path, Read(path));
    }

    /// <summary>The shipped template.</summary>
    public static FormTemplate Shipped(string name)
    {
        using var reader = new StreamReader(typeof(FormTemplate).Assembly.GetManifestResourceStream(name)!, Utf8);
        return new FormTemplate(name, null, reader.ReadToEnd());
    }

    /// <summary>Makes it ready to write reports.</summary>
    /// <exception cref="ReportFormException">It is malformed.</exception>
    public CompiledForm Compile()
    {
        IHandlebars handlebars = Handlebars.Create(new HandlebarsConfiguration
        {
            ThrowOnUnresolvedBindingExpression = true,
            TextEncoder = Name == HtmlName ? new HtmlEscaper() : new NoEscaper(),
        });
        if (Name == TextName)
            TextHelpers.Register(handlebars);
        return new CompiledForm(this, FormErrors.Told(this, () => handlebars.Compile(Source)));
    }

    private static string Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MaxBytes + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                throw new ReportFormException($"The template \"{path}\" is larger than {MaxBytes / 1024} KiB, the most a template may have. Shorten it.");
            string text = Utf8.GetString(bytes.AsSpan(0, length));
            return text.TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw new ReportFormException($"The template \"{path}\" is not valid UTF-8. Save it as UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ReportFormException($"The template \"{path}\" can't be read: {e.Message} Let Pyruse's user read it, or remove it to get the shipped one.", e);
        }
    }
}

/// <summary>A template that is ready to write.</summary>
/// <param name="template">Where it is from.</param>
/// <param name="compiled">What the library made of it.</param>
internal sealed class CompiledForm(FormTemplate template, HandlebarsTemplate<object, object> compiled)
{
    /// <summary>Names the template at the beginning of a sentence.</summary>
    public string Origin => template.Path is { } path ? $"The template \"{path}\"" : $"The shipped template {template.Name}";

    /// <summary>Writes a report.</summary>
    /// <exception cref="ReportFormException">The template asks for what there is not.</exception>
    public string Write(Views.ReportView view) => FormErrors.Told(template, () => compiled(view));
}
