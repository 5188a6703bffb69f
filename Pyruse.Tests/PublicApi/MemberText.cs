using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pyruse.Tests.PublicApi;

/// <summary>Writes members as C# does.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(PropertyInfo property, Func<MethodBase, bool> isVisible)
    {
        MethodInfo first = property.GetAccessors(true).First(accessor => isVisible(accessor));
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{Parameters(parameters)}]" : property.Name;
        string get = property.GetMethod is { } getter && isVisible(getter) ? "get; " : "";
        string set = property.SetMethod is { } setter && isVisible(setter) ? (IsInit(setter) ? "init; " : "set; ") : "";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Modifiers(first)}{required}{TypeName.Of(property.PropertyType, Nullability.Create(property))} {index} {{ {get}{set}}}";
    }

    public static string Of(FieldInfo field)
    {
        string value = field.IsLiteral ? $" = {Constant(field.GetRawConstantValue())}" : "";
        string kind = field.IsLiteral ? "const " : field.IsStatic ? field.IsInitOnly ? "static readonly " : "static " : "";
        return $"{kind}{TypeName.Of(field.FieldType, Nullability.Create(field))} {field.Name}{value}";
    }

    public static string Of(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static argument => argument.Name))}>" : "";
        string where = method.IsGenericMethod ? string.Concat(method.GetGenericArguments().Select(Constraint)) : "";
        bool isExtension = method.IsDefined(typeof(ExtensionAttribute));
        return $"{Modifiers(method)}{TypeName.Of(method.ReturnType, Nullability.Create(method.ReturnParameter))} {method.Name}{generic}({(isExtension ? "this " : "")}{Parameters(method)}){where}";
    }

    public static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string how = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        string value = parameter.HasDefaultValue ? $" = {Constant(parameter.DefaultValue)}" : "";
        return $"{how}{TypeName.Of(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{value}";
    }

    private static string Modifiers(MethodInfo method)
    {
        string access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic)
            return access + "static ";
        if (method.DeclaringType!.IsInterface || !method.IsVirtual || method.IsFinal)
            return access;
        return access + (method.IsAbstract ? "abstract " : method.GetBaseDefinition() != method ? "override " : "virtual ");
    }

    private static string Constraint(Type argument)
    {
        GenericParameterAttributes attributes = argument.GenericParameterAttributes;
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? ["struct"] : Array.Empty<string>(),
            .. argument.GetGenericParameterConstraints().Where(static type => type != typeof(ValueType)).Select(TypeName.Of),
        ];
        return constraints.Length > 0 ? $" where {argument.Name} : {string.Join(", ", constraints)}" : "";
    }

    private static string Constant(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        Enum named => $"{named.GetType().Name}.{named}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
