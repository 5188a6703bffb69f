using System.Reflection;
using Pyruse.Cli;
using Pyruse.Core.Modules;
using Pyruse.Manual;
using Pyruse.Manual.Completion;
using Pyruse.Plugins.Builtin;

// Pyruse.Manual pages DIR | modules FILE: writes what is made of the code. Run in the top directory of the source tree.
switch (args)
{
    case ["pages", string directory]:
        WritePages(Directory.CreateDirectory(directory).FullName);
        return 0;
    case ["modules", string file]:
        File.WriteAllText(file, ModuleReference.Markdown(Modules()));
        return 0;
    default:
        Console.Error.WriteLine("Usage: Pyruse.Manual pages DIR | modules FILE");
        return 2;
}

static void WritePages(string directory)
{
    ModuleDescriptor[] modules = [.. Modules()];
    CommandEntry commands = CommandEntry.Of(CommandTree.Create(), modules.Select(static module => module.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    string version = typeof(CommandTree).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version;
    Write("pyruse.1", CommandPage.Write(commands, version, File.ReadAllText("docs/cli.md")));
    Write("pyruse.toml.5", ConfigurationPage.Write(version, File.ReadAllText("docs/configuration.md")));
    Write("pyruse-modules.7", ModuleReference.Page(modules, version));
    Write("pyruse.bash", BashCompletion.Write(commands));
    Write("pyruse.fish", FishCompletion.Write(commands));
    Write("_pyruse", ZshCompletion.Write(commands));

    void Write(string name, string text) => File.WriteAllText(Path.Combine(directory, name), text);
}

static IEnumerable<ModuleDescriptor> Modules() => Setup.OwnModules().Concat(ModuleCatalog.ModulesOf(typeof(BuiltinModules).Assembly));
