// <ten-lines>
using Pyruse.Core.Effects;
using Pyruse.Core.Embedding;
using Pyruse.Plugins.Builtin;

await using PyruseHost pyruse = new PyruseBuilder()
    .AddBuiltinModules()
    .AddChain("Guessed passwords", chain => chain
        .Filter("equals", ("field", "EVENT"), ("value", "login failed"))
        .Action("counterRaise", ("counter", "logins"), ("for", "USER"), ("keepSeconds", 600), ("save", "failures"))
        .Filter("greaterOrEquals", ("field", "failures"), ("value", 3))
        .Action("log", ("message", "{USER} failed {failures} times within ten minutes")))
    .OnEffect(effect => Console.WriteLine(((LogEffect)effect).Message))
    .Start();
foreach (string user in (string[])["bob", "eve", "bob", "bob"])
    await pyruse.PushAsync(("EVENT", "login failed"), ("USER", user));
await pyruse.CompleteAsync();
// </ten-lines>

await Pyruse.Samples.Embedding.Shop.RunAsync();
