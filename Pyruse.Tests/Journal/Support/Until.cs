namespace Pyruse.Tests.Journal.Support;

/// <summary>Waits for what is bound to happen, and fails when it does not.</summary>
internal static class Until
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static void True(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Deadline))
            throw new TimeoutException($"{what}: not after {Deadline.TotalSeconds} s.");
    }
}
