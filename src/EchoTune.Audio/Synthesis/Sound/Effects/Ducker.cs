namespace EchoTune.Audio.Synthesis.Sound.Effects;

/// <summary>Makes room for the kick: a gain that falls with each kick and swells back.</summary>
internal sealed class Ducker(int[] kicks, double depth)
{
    private readonly float _depth = (float)Math.Clamp(depth, 0, 1);
    private readonly float[] _gains = new float[ScoreRenderer.Block];
    private int _next;
    private float _aim;
    private float _state;

    /// <summary>Gains for a block.</summary>
    public ReadOnlySpan<float> Next(int start, int count)
    {
        const float attack = 1 / (0.002f * DemoLibrary.SampleRate);
        // Back to half after about 100 ms.
        const float fade = 1 - (1 / (0.14f * DemoLibrary.SampleRate));
        for (var i = 0; i < count; i++)
        {
            if (_next < kicks.Length && kicks[_next] <= start + i)
            {
                _aim = 1;
                _next++;
            }

            _aim = (_aim * fade) + 1e-18f;
            _state += (_aim - _state) * attack * 4;
            _gains[i] = 1 - (_depth * _state);
        }

        return _gains.AsSpan(0, count);
    }
}
