namespace EchoTune.Audio.Neural;

/// <summary>Numbers that training changes, with the gradient of the loss in each.</summary>
/// <param name="count">How many.</param>
internal sealed class Parameter(int count)
{
    private float[]? _gradient;

    /// <summary>The numbers.</summary>
    public float[] Values { get; } = new float[count];

    /// <summary>Sum of the gradients since the last step of the optimiser. Made when first asked for: only training needs it.</summary>
    public float[] Gradient => _gradient ??= new float[Values.Length];

    /// <summary>Fills with normal numbers of mean 0.</summary>
    /// <param name="random">Source of chance; the same seed gives the same numbers.</param>
    /// <param name="deviation">Their standard deviation.</param>
    public void Randomise(Random random, double deviation)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            Values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
