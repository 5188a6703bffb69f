global using Pyruse.Core.Effects;
global using Pyruse.Core.Entries;
global using Pyruse.Core.Modules;
global using Pyruse.Core.Patterns;
global using Pyruse.Core.Templates;
