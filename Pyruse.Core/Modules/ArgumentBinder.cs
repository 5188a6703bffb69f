using System.Reflection;
using Pyruse.Core.Configuration;
using Pyruse.Core.Templates;

namespace Pyruse.Core.Modules;

/// <summary>Makes an object whose constructor's parameters are the arguments of a configuration's table, and the services of the host.</summary>
internal sealed class ArgumentBinder(ArgumentContext context, IServiceProvider services, DiagnosticBag diagnostics)
{
    /// <summary>Makes a module.</summary>
    /// <returns>Null when an argument is wrong; every mistake was added to the diagnostics.</returns>
    public BoundModule? Make(ModuleDescriptor module, ConfigTable arguments)
    {
        string subject = module.ToString();
        if (Bind(module.Parameters, arguments, subject, "argument", out Dictionary<string, ConfigEntry> given) is not { } values)
            return null;
        object? made = module.Constructor is { } constructor ? Invoke(constructor, module.Parameters, values, given, arguments, subject) : module.Factory!(services);
        if (made is null)
            return null;
        return new(module, made, () => [.. module.Parameters.Zip(values)
            .Where(static pair => !pair.First.IsService)
            .Select(pair => new BoundArgument(pair.First, pair.Second, given.GetValueOrDefault(Suggestion.Fold(pair.First.Name))?.Value))]);
    }

    /// <summary>Makes a record of settings from a table.</summary>
    /// <returns>Null when a setting is wrong; every mistake was added to the diagnostics.</returns>
    public T? MakeSettings<T>(ConfigTable table, string subject)
        where T : class
    {
        ConstructorInfo constructor = typeof(T).GetConstructors().Single(static candidate => candidate.GetParameters().Length > 0);
        ModuleParameter[] parameters = [.. constructor.GetParameters().Select(static parameter => new ModuleParameter(parameter, SettingName(parameter.Name!)))];
        return (T?)Make(constructor, parameters, table, subject, "key");
    }

    /// <summary>The spelling that configurations use for a record's property: <c>max_length</c> for MaxLength.</summary>
    private static string SettingName(string property) =>
        string.Concat(property.Select(static (letter, i) => char.IsAsciiLetterUpper(letter) ? $"{(i > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>Finds the value of each parameter.</summary>
    /// <returns>Null when something is wrong; every mistake was added to the diagnostics.</returns>
    private object?[]? Bind(IReadOnlyList<ModuleParameter> parameters, ConfigTable table, string subject, string noun, out Dictionary<string, ConfigEntry> given)
    {
        int before = diagnostics.Items.Count(static item => item.Severity == DiagnosticSeverity.Error);
        var found = given = new Dictionary<string, ConfigEntry>(StringComparer.Ordinal);
        ModuleParameter[] arguments = [.. parameters.Where(static parameter => !parameter.IsService)];
        foreach (ConfigEntry entry in table.Entries)
        {
            string folded = Suggestion.Fold(entry.Key);
            if (Array.Exists(arguments, argument => Suggestion.Fold(argument.Name) == folded) && found.TryAdd(folded, entry))
                continue;
            diagnostics.Error(entry.KeyPosition, Unknown(entry.Key, found.ContainsKey(folded), arguments, subject, noun));
        }
        object?[] values = [.. parameters.Select(parameter => ValueOf(parameter, found, table.Position, subject, noun))];
        return diagnostics.Items.Count(static item => item.Severity == DiagnosticSeverity.Error) > before ? null : values;
    }

    private object? Make(ConstructorInfo constructor, IReadOnlyList<ModuleParameter> parameters, ConfigTable table, string subject, string noun) =>
        Bind(parameters, table, subject, noun, out Dictionary<string, ConfigEntry> given) is { } values ? Invoke(constructor, parameters, values, given, table, subject) : null;

    private object? Invoke(
        ConstructorInfo constructor, IReadOnlyList<ModuleParameter> parameters, object?[] values, Dictionary<string, ConfigEntry> given, ConfigTable table, string subject)
    {
        try
        {
            return constructor.Invoke(values);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException refused)
        {
            SourcePosition position = parameters.FirstOrDefault(parameter => parameter.Parameter.Name == refused.ParamName) is { } culprit
                && given.TryGetValue(Suggestion.Fold(culprit.Name), out ConfigEntry? entry) ? entry.Value.Position : table.Position;
            diagnostics.Error(position, $"The {subject} refuses this: {Sentence(refused)}");
            return null;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } failure)
        {
            diagnostics.Error(table.Position, $"The {subject} could not be made: {Sentence(failure)} ({failure.GetType().Name}, in {constructor.DeclaringType!.Assembly.GetName().Name})");
            return null;
        }
        catch (Exception failure) when (failure is TypeLoadException or MemberAccessException or IOException or BadImageFormatException)
        {
            // The class itself can't be made ready: something that it refers to is missing or of another version.
            diagnostics.Error(table.Position, $"The {subject} could not be made: {failure.Message} ({failure.GetType().Name}, in {constructor.DeclaringType!.Assembly.GetName().Name})");
            return null;
        }
    }

    private static string Unknown(string key, bool isRepeated, ModuleParameter[] arguments, string subject, string noun)
    {
        if (isRepeated)
            return $"The {noun} \"{key}\" of the {subject} is given twice, in two spellings; keep one.";
        string suggestion = Suggestion.For(key, arguments.Select(static argument => argument.Name));
        if (suggestion.Length == 0)
            suggestion = arguments.Length == 0 ? "; it takes none." : $"; it takes {string.Join(", ", arguments.Select(static argument => argument.Name))}.";
        return $"The {subject} has no {noun} \"{key}\"{suggestion}";
    }

    private object? ValueOf(ModuleParameter parameter, Dictionary<string, ConfigEntry> given, SourcePosition position, string subject, string noun)
    {
        if (parameter.IsService)
        {
            object? service = parameter.Parameter.ParameterType == typeof(Entries.FieldTable) ? context.Fields : services.GetService(parameter.Parameter.ParameterType);
            if (service is null && !parameter.IsOptional)
                diagnostics.Error(position, $"The {subject} asks for a service that this host does not have: {parameter.Parameter.ParameterType.Name} {parameter.Name}.");
            return service;
        }
        // JSON's null leaves an argument out, unless it is a value to compare with.
        if (!given.TryGetValue(Suggestion.Fold(parameter.Name), out ConfigEntry? entry)
            || (entry.Value is ConfigScalar { Value: null } && parameter.Parameter.ParameterType != typeof(Entries.ComparisonValue)))
        {
            if (!parameter.IsOptional)
                diagnostics.Error(position, $"The {subject} needs the {noun} \"{parameter.Name}\": {parameter.TypeDescription}.");
            // A structure's default arrives as null from reflection.
            return parameter.Parameter is { HasDefaultValue: true, DefaultValue: null, ParameterType.IsValueType: true } && Nullable.GetUnderlyingType(parameter.Parameter.ParameterType) is null
                ? Activator.CreateInstance(parameter.Parameter.ParameterType)
                : parameter.Parameter.DefaultValue;
        }
        try
        {
            return ArgumentConverter.ToType(entry.Value, parameter.Parameter.ParameterType, context);
        }
        catch (FormatException exception)
        {
            SourcePosition place = exception is PositionedFormatException positioned ? positioned.Position : entry.Value.Position;
            diagnostics.Error(place, $"The {noun} \"{parameter.Name}\" of the {subject} is wrong. {Sentence(exception)}");
            return null;
        }
    }

    /// <summary>The message, with the place inside of the text where there is one.</summary>
    private static string Sentence(FormatException exception) => exception switch
    {
        PositionedFormatException { InnerException: FormatException inner } => Sentence(inner),
        TemplateSyntaxException template => $"{template.Message} (column {template.Column} of the text)",
        _ => char.ToUpperInvariant(exception.Message[0]) + exception.Message[1..],
    };

    private static string Sentence(Exception failure) => failure switch
    {
        TypeInitializationException { InnerException: { } inner } => $"the class {((TypeInitializationException)failure).TypeName} can't be prepared: {inner.Message}",
        OutOfMemoryException => "its constructor wants more memory than there is.",
        _ => failure.Message,
    };

    /// <summary>The message without what .NET appends about the parameter.</summary>
    private static string Sentence(ArgumentException exception)
    {
        int suffix = exception.ParamName is null ? -1 : exception.Message.IndexOf($" (Parameter '{exception.ParamName}')", StringComparison.Ordinal);
        return suffix < 0 ? exception.Message : exception.Message[..suffix];
    }
}
