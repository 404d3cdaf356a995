using System.Runtime.InteropServices;
using EchoTune.Audio.Analysis.Models;
using EchoTune.Catalog.Errors;

namespace EchoTune.Media.Models;

/// <summary>A model in the native runtime. A session takes calls from several threads; each runs on its caller's thread.</summary>
internal sealed class OnnxModel : IAudioModel
{
    private const int FloatType = 1;

    private readonly OnnxRuntime runtime;
    private readonly string name;
    private readonly ReaderWriterLockSlim use = new();
    private IntPtr session;

    public OnnxModel(OnnxRuntime runtime, string name, byte[] model)
    {
        this.runtime = runtime;
        this.name = name;
        IntPtr options = IntPtr.Zero;
        try
        {
            runtime.Check(runtime.CreateSessionOptions(out options));
            runtime.Check(runtime.SetIntraOpNumThreads(options, 1));
            runtime.Check(runtime.SetInterOpNumThreads(options, 1));
            runtime.Check(runtime.CreateSessionFromArray(runtime.Environment, model, (nuint)model.Length, options, out session));
            Inputs = Tensors(runtime.GetInputCount, runtime.GetInputName, runtime.GetInputTypeInfo);
            Outputs = Tensors(runtime.GetOutputCount, runtime.GetOutputName, runtime.GetOutputTypeInfo);
        }
        catch (OnnxFailure failure)
        {
            Dispose();
            throw new EchoTuneException(
                ErrorCodes.FileUnreadable, $"The model {name} is damaged, or of a kind that ONNX Runtime {runtime.Version} does not know: {failure.Message}", failure);
        }
        finally
        {
            if (options != IntPtr.Zero)
            {
                runtime.ReleaseSessionOptions(options);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensor> Inputs { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ModelTensor> Outputs { get; }

    /// <inheritdoc/>
    public void Run(string input, ReadOnlySpan<long> shape, ReadOnlySpan<float> values, string output, Span<float> result)
    {
        use.EnterReadLock();
        float[] pinned = values.ToArray();
        GCHandle data = GCHandle.Alloc(pinned, GCHandleType.Pinned);
        IntPtr inputName = Marshal.StringToCoTaskMemUTF8(input), outputName = Marshal.StringToCoTaskMemUTF8(output);
        IntPtr tensor = IntPtr.Zero, info = IntPtr.Zero;
        IntPtr[] answers = [IntPtr.Zero];
        try
        {
            ObjectDisposedException.ThrowIf(session == IntPtr.Zero, this);
            runtime.Check(runtime.CreateTensor(
                runtime.Memory, data.AddrOfPinnedObject(), (nuint)(pinned.Length * sizeof(float)), shape.ToArray(), (nuint)shape.Length, FloatType, out tensor));
            runtime.Check(runtime.Run(session, IntPtr.Zero, [inputName], [tensor], 1, [outputName], 1, answers));
            runtime.Check(runtime.GetTensorTypeAndShape(answers[0], out info));
            runtime.Check(runtime.GetElementType(info, out int type));
            runtime.Check(runtime.GetElementCount(info, out nuint count));
            if (type != FloatType || count != (nuint)result.Length)
            {
                throw new EchoTuneException(ErrorCodes.FileUnreadable, $"The model {name} answers {count} values{(type == FloatType ? "" : " that are no floats")} as {output}; {result.Length} were expected. Correct its settings.");
            }

            runtime.Check(runtime.GetTensorData(answers[0], out IntPtr found));
            float[] copy = new float[result.Length];
            Marshal.Copy(found, copy, 0, copy.Length);
            copy.CopyTo(result);
        }
        catch (OnnxFailure failure)
        {
            throw new EchoTuneException(ErrorCodes.FileUnreadable, $"The model {name} cannot be run: {failure.Message}", failure);
        }
        finally
        {
            Free(info, runtime.ReleaseTensorInfo);
            Free(answers[0], runtime.ReleaseValue);
            Free(tensor, runtime.ReleaseValue);
            Marshal.FreeCoTaskMem(inputName);
            Marshal.FreeCoTaskMem(outputName);
            data.Free();
            use.ExitReadLock();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        use.EnterWriteLock();
        try
        {
            Free(session, runtime.ReleaseSession);
            session = IntPtr.Zero;
        }
        finally
        {
            use.ExitWriteLock();
        }
    }

    private static void Free(IntPtr thing, OnnxRuntime.Release release)
    {
        if (thing != IntPtr.Zero)
        {
            release(thing);
        }
    }

    private ModelTensor[] Tensors(OnnxRuntime.GetSize counting, OnnxRuntime.GetNameCall naming, OnnxRuntime.GetAt typing)
    {
        runtime.Check(counting(session, out nuint count));
        var tensors = new ModelTensor[count];
        for (nuint i = 0; i < count; i++)
        {
            runtime.Check(naming(session, i, runtime.Allocator, out IntPtr text));
            string called = Marshal.PtrToStringUTF8(text) ?? "";
            runtime.Check(runtime.AllocatorFree(runtime.Allocator, text));
            runtime.Check(typing(session, i, out IntPtr type));
            try
            {
                // What is borrowed of the type is gone with it; what is no tensor has none.
                runtime.Check(runtime.CastToTensorInfo(type, out IntPtr info));
                nuint dimensions = 0;
                if (info != IntPtr.Zero)
                {
                    runtime.Check(runtime.GetDimensionsCount(info, out dimensions));
                }

                long[] shape = new long[dimensions];
                if (dimensions > 0)
                {
                    runtime.Check(runtime.GetDimensions(info, shape, dimensions));
                }

                tensors[i] = new ModelTensor(called, shape);
            }
            finally
            {
                runtime.ReleaseTypeInfo(type);
            }
        }

        return tensors;
    }
}
