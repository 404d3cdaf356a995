using System.Buffers.Binary;

namespace EchoTune.Media.Tests.Models;

/// <summary>Writes <c>y = relu(x W + b)</c> in the ONNX format (protocol buffers), by hand.</summary>
internal static class TinyModel
{
    public static byte[] Write(float[,] weights, float[] bias, string[]? operators = null)
    {
        int rows = weights.GetLength(0), columns = weights.GetLength(1);
        operators ??= ["MatMul", "Add", "Relu"];
        byte[] graph = Join(
            Message(1, Node(operators[0], ["x", "W"], "t1")),
            Message(1, Node(operators[1], ["t1", "b"], "t2")),
            Message(1, Node(operators[2], ["t2"], "y")),
            Text(2, "tiny"),
            Message(5, Tensor("W", [rows, columns], [.. weights.Cast<float>()])),
            Message(5, Tensor("b", [columns], bias)),
            Message(11, Value("x", [1, rows])),
            Message(12, Value("y", [1, columns])));
        return Join(Number(1, 8), Text(2, "EchoTune.Tests"), Message(7, graph), Message(8, Join(Text(1, ""), Number(2, 13))));
    }

    private static byte[] Node(string type, string[] inputs, string output) =>
        Join([.. inputs.Select(i => Text(1, i)), Text(2, output), Text(4, type)]);

    private static byte[] Tensor(string name, long[] shape, float[] values)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return Join([.. shape.Select(d => Number(1, d)), Number(2, 1), Text(8, name), Message(9, raw)]);
    }

    private static byte[] Value(string name, long[] shape) =>
        Join(Text(1, name), Message(2, Message(1, Join(Number(1, 1), Message(2, Join([.. shape.Select(d => Message(1, Number(1, d)))]))))));

    private static byte[] Text(int field, string text) => Message(field, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, byte[] content) => Join(Varint((field << 3) | 2), Varint(content.Length), content);

    private static byte[] Number(int field, long value) => Join(Varint(field << 3), Varint(value));

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        ulong rest = (ulong)value;
        do
        {
            bytes.Add((byte)((rest & 0x7f) | (rest > 0x7f ? 0x80u : 0)));
            rest >>= 7;
        }
        while (rest > 0);
        return [.. bytes];
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];
}
