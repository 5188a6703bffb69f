using System.Globalization;
using System.Reflection;
using System.Text;

namespace Pyruse.Tests.PublicApi;

/// <summary>Writes what an assembly offers to others as lines like C#: types in order of their names, each with its members in order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(params IEnumerable<Type> types)
    {
        var text = new StringBuilder();
        foreach (Type type in types.OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Header(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => $"{(IsReadOnly(type) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{(IsRecord(type) ? "record " : "")}struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(IsRecord(type) ? "record" : "class")}",
        };
        IEnumerable<Type> bases = type.IsEnum ? [] : DirectBases(type);
        string suffix = string.Join(", ", bases.Select(TypeName.Of));
        return $"{kind} {type.Namespace}.{TypeName.Of(type)}{(suffix.Length > 0 ? " : " + suffix : "")}";
    }

    /// <summary>What the type itself says it is, without what follows from that and what the compiler adds to records.</summary>
    private static IEnumerable<Type> DirectBases(Type type)
    {
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(MulticastDelegate))
            yield return parent;
        Type[] all = type.GetInterfaces();
        IEnumerable<Type> implied = all.SelectMany(static one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        foreach (Type own in all.Except(implied).Where(static one => one.IsVisible).OrderBy(static one => one.FullName, StringComparer.Ordinal))
        {
            if (!IsRecord(type) || !own.IsGenericType || own.GetGenericTypeDefinition() != typeof(IEquatable<>))
                yield return own;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        bool isRecord = IsRecord(type);
        return type.GetMembers(Declared).Select(member => member switch
        {
            ConstructorInfo constructor when IsVisible(constructor) && !IsCopyConstructor(constructor) => $"new({MemberText.Parameters(constructor)})",
            PropertyInfo property when property.GetAccessors(true).Any(IsVisible) && !(isRecord && property.Name == "EqualityContract") => MemberText.Of(property, IsVisible),
            EventInfo happening when IsVisible(happening.AddMethod!) => $"event {TypeName.Of(happening.EventHandlerType!)} {happening.Name}",
            FieldInfo { IsPublic: true } field => MemberText.Of(field),
            MethodInfo method when IsVisible(method) && !IsImplied(method, isRecord) => MemberText.Of(method),
            _ => null,
        }).OfType<string>();
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    /// <summary>Accessors, which stand with their property, and what every record or every object has.</summary>
    private static bool IsImplied(MethodInfo method, bool isRecord) =>
        (method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal))
        || method.Name is "ToString" or "GetHashCode" or "Finalize" || (method.Name == "Equals" && method.GetParameters().Length == 1)
        || (isRecord && method.Name is "<Clone>$" or "Deconstruct" or "PrintMembers" or "op_Equality" or "op_Inequality");

    private static bool IsCopyConstructor(ConstructorInfo constructor) =>
        IsRecord(constructor.DeclaringType!) && constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private static bool IsReadOnly(Type type) => type.CustomAttributes.Any(static attribute => attribute.AttributeType.Name == "IsReadOnlyAttribute");

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
}
