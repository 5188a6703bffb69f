namespace Dialect;

/// <summary>New in version 2.</summary>
public abstract class Speaker
{
    public string Greet(string whom) => $"Good day {whom}, says {typeof(Speaker).Assembly.GetName().Version}";
}
