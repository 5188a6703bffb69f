using System.Runtime.CompilerServices;

// All signatures are blittable: calls into libsystemd then need no marshalling stub, also in code that was compiled ahead of time.
[assembly: DisableRuntimeMarshalling]
