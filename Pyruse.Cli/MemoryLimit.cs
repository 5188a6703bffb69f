namespace Pyruse.Cli;

/// <summary>Bounds the memory that this process takes for objects, so that a module that wants all there is gets an exception, and not the machine into trouble.</summary>
internal static class MemoryLimit
{
    private static int _isApplied;

    /// <summary>Limits the heap, once, to half of what the machine, or the control group of the service, has.</summary>
    public static void Apply()
    {
        // A second time it would be half of the half.
        if (Interlocked.Exchange(ref _isApplied, 1) != 0)
            return;
        try
        {
            AppContext.SetData("GCHeapHardLimit", (ulong)GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
            GC.RefreshMemoryLimit();
        }
        catch (InvalidOperationException)
        {
            // The runtime was started with a limit of its own that does not allow for this one: then that one holds.
        }
    }
}
