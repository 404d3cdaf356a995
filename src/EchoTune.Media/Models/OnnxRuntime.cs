using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using EchoTune.Catalog.Errors;

namespace EchoTune.Media.Models;

/// <summary>The native ONNX Runtime library: found, loaded once, its functions by their place in the table of its C interface.</summary>
internal sealed class OnnxRuntime
{
    // The functions used here are in every table since this one (ONNX Runtime 1.14, 2023).
    private const uint TableVersion = 14;
    private const string Setting = "ECHOTUNE_ONNXRUNTIME";

    private static readonly ConcurrentDictionary<string, Lazy<OnnxRuntime>> Loaded = new(StringComparer.Ordinal);

    private readonly IntPtr table;

    private OnnxRuntime(IntPtr library, string name)
    {
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out IntPtr getBase))
        {
            throw Missing($"{name} is another library");
        }

        IntPtr origin = Marshal.GetDelegateForFunctionPointer<GetBase>(getBase)();
        Version = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetText>(Marshal.ReadIntPtr(origin, IntPtr.Size))()) ?? "unknown";
        table = Marshal.GetDelegateForFunctionPointer<GetTable>(Marshal.ReadIntPtr(origin))(TableVersion);
        if (table == IntPtr.Zero)
        {
            throw Missing($"{name} is version {Version}, and 1.{TableVersion} or later is needed");
        }

        GetErrorMessage = Function<GetErrorMessageCall>(2);
        ReleaseStatus = Function<Release>(93);
        CreateEnv = Function<CreateEnvCall>(3);
        CreateSessionFromArray = Function<CreateSessionCall>(8);
        Run = Function<RunCall>(9);
        CreateSessionOptions = Function<Create>(10);
        SetIntraOpNumThreads = Function<SetNumber>(24);
        SetInterOpNumThreads = Function<SetNumber>(25);
        GetInputCount = Function<GetSize>(30);
        GetOutputCount = Function<GetSize>(31);
        GetInputTypeInfo = Function<GetAt>(33);
        GetOutputTypeInfo = Function<GetAt>(34);
        GetInputName = Function<GetNameCall>(36);
        GetOutputName = Function<GetNameCall>(37);
        CreateTensor = Function<CreateTensorCall>(49);
        GetTensorData = Function<GetPointer>(51);
        CastToTensorInfo = Function<GetPointer>(55);
        GetElementType = Function<GetNumber>(60);
        GetDimensionsCount = Function<GetSize>(61);
        GetDimensions = Function<GetDimensionsCall>(62);
        GetElementCount = Function<GetSize>(64);
        GetTensorTypeAndShape = Function<GetPointer>(65);
        CreateCpuMemoryInfo = Function<CreateMemoryCall>(69);
        AllocatorFree = Function<FreeCall>(76);
        GetDefaultAllocator = Function<Create>(78);
        ReleaseSession = Function<Release>(95);
        ReleaseValue = Function<Release>(96);
        ReleaseTypeInfo = Function<Release>(98);
        ReleaseTensorInfo = Function<Release>(99);
        ReleaseSessionOptions = Function<Release>(100);

        // One environment for the life of the process, as the library wants it; warnings and worse go to its standard error.
        Check(CreateEnv(3, "echotune", out IntPtr environment));
        Environment = environment;
        Check(GetDefaultAllocator(out IntPtr allocator));
        Allocator = allocator;
        Check(CreateCpuMemoryInfo(1, 0, out IntPtr memory));
        Memory = memory;
    }

    public delegate IntPtr GetErrorMessageCall(IntPtr status);

    public delegate void Release(IntPtr thing);

    public delegate IntPtr CreateEnvCall(int level, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, out IntPtr environment);

    public delegate IntPtr CreateSessionCall(IntPtr environment, byte[] model, nuint length, IntPtr options, out IntPtr session);

    public delegate IntPtr RunCall(IntPtr session, IntPtr options, IntPtr[] inputNames, IntPtr[] inputs, nuint inputCount, IntPtr[] outputNames, nuint outputCount, [In, Out] IntPtr[] outputs);

    public delegate IntPtr Create(out IntPtr thing);

    public delegate IntPtr SetNumber(IntPtr thing, int number);

    public delegate IntPtr GetSize(IntPtr thing, out nuint size);

    public delegate IntPtr GetNumber(IntPtr thing, out int number);

    public delegate IntPtr GetPointer(IntPtr thing, out IntPtr pointer);

    public delegate IntPtr GetAt(IntPtr thing, nuint index, out IntPtr pointer);

    public delegate IntPtr GetNameCall(IntPtr session, nuint index, IntPtr allocator, out IntPtr name);

    public delegate IntPtr GetDimensionsCall(IntPtr info, [Out] long[] dimensions, nuint count);

    public delegate IntPtr CreateTensorCall(IntPtr memory, IntPtr data, nuint bytes, long[] shape, nuint dimensions, int type, out IntPtr value);

    public delegate IntPtr CreateMemoryCall(int allocator, int kind, out IntPtr memory);

    public delegate IntPtr FreeCall(IntPtr allocator, IntPtr memory);

    private delegate IntPtr GetBase();

    private delegate IntPtr GetText();

    private delegate IntPtr GetTable(uint version);

    /// <summary>The library's version.</summary>
    public string Version { get; }

    public IntPtr Environment { get; }

    public IntPtr Allocator { get; }

    public IntPtr Memory { get; }

    public CreateSessionCall CreateSessionFromArray { get; }

    public RunCall Run { get; }

    public Create CreateSessionOptions { get; }

    public SetNumber SetIntraOpNumThreads { get; }

    public SetNumber SetInterOpNumThreads { get; }

    public GetSize GetInputCount { get; }

    public GetSize GetOutputCount { get; }

    public GetAt GetInputTypeInfo { get; }

    public GetAt GetOutputTypeInfo { get; }

    public GetNameCall GetInputName { get; }

    public GetNameCall GetOutputName { get; }

    public CreateTensorCall CreateTensor { get; }

    public GetPointer GetTensorData { get; }

    public GetPointer CastToTensorInfo { get; }

    public GetNumber GetElementType { get; }

    public GetSize GetDimensionsCount { get; }

    public GetDimensionsCall GetDimensions { get; }

    public GetSize GetElementCount { get; }

    public GetPointer GetTensorTypeAndShape { get; }

    public FreeCall AllocatorFree { get; }

    public Release ReleaseSession { get; }

    public Release ReleaseValue { get; }

    public Release ReleaseTypeInfo { get; }

    public Release ReleaseTensorInfo { get; }

    public Release ReleaseSessionOptions { get; }

    private GetErrorMessageCall GetErrorMessage { get; }

    private Release ReleaseStatus { get; }

    private CreateEnvCall CreateEnv { get; }

    private CreateMemoryCall CreateCpuMemoryInfo { get; }

    private Create GetDefaultAllocator { get; }

    /// <summary>Loads the library: the configured one alone, else the system's, else what npm installed below <c>tools/</c>.</summary>
    /// <exception cref="EchoTuneException">media_tool_missing.</exception>
    public static OnnxRuntime Open(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            path = null;
        }
        else if (!File.Exists(path))
        {
            throw Missing($"there is no file {path}");
        }

        return Loaded.GetOrAdd(path ?? "", _ => new Lazy<OnnxRuntime>(() => Load(path))).Value;
    }

    /// <summary>What npm installed, for this system; null for nothing.</summary>
    public static string? Bundled()
    {
        string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, "tools", "onnxruntime", "node_modules", "onnxruntime-node", "bin", "napi-v6", system, processor);
            if (Names().Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Throws what a status says, and gives it back.</summary>
    public void Check(IntPtr status)
    {
        if (status != IntPtr.Zero)
        {
            string message = Marshal.PtrToStringUTF8(GetErrorMessage(status)) ?? "no reason was given";
            ReleaseStatus(status);
            throw new OnnxFailure(message);
        }
    }

    private static OnnxRuntime Load(string? path)
    {
        if (path is not null)
        {
            return NativeLibrary.TryLoad(path, out IntPtr own) ? new OnnxRuntime(own, path) : throw Missing($"{path} is no library that this system can load");
        }

        foreach (string name in Names())
        {
            if (NativeLibrary.TryLoad(name, out IntPtr system))
            {
                return new OnnxRuntime(system, name);
            }
        }

        return Bundled() is { } bundled && NativeLibrary.TryLoad(bundled, out IntPtr library) ? new OnnxRuntime(library, bundled) : throw Missing("it is not installed");
    }

    private static string[] Names() =>
        OperatingSystem.IsWindows() ? ["onnxruntime.dll"] : OperatingSystem.IsMacOS() ? ["libonnxruntime.1.dylib", "libonnxruntime.dylib"] : ["libonnxruntime.so.1", "libonnxruntime.so"];

    private static EchoTuneException Missing(string why) =>
        new(ErrorCodes.MediaToolMissing, $"A model is set, but the ONNX Runtime library cannot be used: {why}. Set {Setting} to its path (it comes with npm's onnxruntime-node), or set no model.");

    private T Function<T>(int place)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(table, place * IntPtr.Size));
}

/// <summary>What the library complained of.</summary>
internal sealed class OnnxFailure(string message) : Exception(message);
