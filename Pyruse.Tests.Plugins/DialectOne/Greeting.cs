namespace Dialect;

/// <summary>Gone in version 2.</summary>
public static class Greeting
{
    public static string To(string whom) => $"Hello {whom}, says {typeof(Greeting).Assembly.GetName().Version}";
}
