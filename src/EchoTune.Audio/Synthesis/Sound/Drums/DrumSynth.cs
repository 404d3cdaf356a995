using EchoTune.Audio.Synthesis.Score;

namespace EchoTune.Audio.Synthesis.Sound.Drums;

/// <summary>Recipes for every drum of every kit.</summary>
internal static class DrumSynth
{
    /// <summary>Numbers that give a kit its character: Hz and seconds.</summary>
    private sealed record Character(
        float KickFrom, float KickTo, float KickFall, float KickDecay, float KickClick, float KickDrive,
        float SnareHz, float SnareBody, float SnareDecay, float SnareHigh, float Hat, float HatNoise, float HatDecay, float Tom, float TomDecay, float Top);

    /// <summary>Makes one hit.</summary>
    /// <param name="drum">What is hit.</param>
    /// <param name="kit">Kit.</param>
    /// <param name="soft">A gentle hit: duller, with less noise.</param>
    /// <param name="seed">Of the noise in it.</param>
    /// <param name="tuning">What makes this kit unlike others of its kind.</param>
    /// <returns>Mono samples with the drum's natural peak, at most 1.</returns>
    public static float[] Render(Drum drum, KitKind kit, bool soft, ulong seed, DrumTuning tuning)
    {
        var k = Tuned(Of(kit), tuning);
        var edge = soft ? 0.45f : 1f;
        var top = soft ? k.Top * 0.6f : k.Top;
        DrumCanvas New(double seconds) => new(seconds, seed);
        return drum switch
        {
            Drum.Kick => Kick(New(Math.Max(0.25, k.KickDecay)), k, edge).Dull(top).Finish(1),
            Drum.Snare => Snare(New(0.12 + k.SnareDecay), k, edge, kit).Dull(top).Finish(0.75f),
            Drum.Rim => New(0.12).Tone(1750, 1680, 0.01f, 0.045f, 0.8f).Tone(480, 450, 0.02f, 0.06f, 0.6f).Noise(1500, 7000, 0.02f, edge).Dull(top).Finish(0.5f),
            Drum.Clap => Clap(New(0.35), kit, edge).Dull(top).Finish(0.6f),
            Drum.ClosedHat => Hat(New(k.HatDecay * 1.2), k, k.HatDecay, edge).Dull(top).Finish(0.3f),
            Drum.OpenHat => Hat(New(k.HatDecay * 8), k, k.HatDecay * 7, edge).Dull(top).Finish(0.34f),
            Drum.PedalHat => Hat(New(k.HatDecay), k, k.HatDecay * 0.7f, edge * 0.5f).Dull(top * 0.7f).Finish(0.2f),
            Drum.Ride => New(1.5).Metal(640, 4200, 13_000, 1.4f, 0.6f).Metal(900, 2600, 6000, 0.25f, 0.5f * edge).Noise(6000, 0, 0.04f, 0.5f * edge).Dull(top).Finish(0.26f),
            Drum.RideBell => New(1.4).Metal(800, 2000, 12_000, 1.1f, 0.6f).Tone(2330, 2330, 1, 0.9f, 0.5f).Tone(3420, 3420, 1, 0.6f, 0.3f).Dull(top).Finish(0.3f),
            Drum.Crash => New(2.2).Metal(410, 2200, 14_000, 1.8f, 0.7f, 0.002f).Noise(3000, 15_000, 1.7f, 1.1f, 0, 0.002f).Noise(900, 4000, 0.35f, 0.6f * edge).Dull(top).Finish(0.5f),
            Drum.HighTom => Tom(New(k.TomDecay), k, k.Tom * 1.6f, edge).Dull(top).Finish(0.65f),
            Drum.MidTom => Tom(New(k.TomDecay), k, k.Tom * 1.25f, edge).Dull(top).Finish(0.7f),
            Drum.LowTom => Tom(New(k.TomDecay * 1.2), k, k.Tom, edge).Dull(top).Finish(0.75f),
            Drum.Shaker => New(0.11).Noise(4800, 11_000, 0.08f, 1, 0, 0.022f).Finish(0.2f),
            Drum.Tambourine => New(0.3).Noise(6000, 14_000, 0.09f, 0.7f, 0, 0.003f).Metal(2100, 6500, 0, 0.24f, 0.7f).Noise(6500, 0, 0.14f, 0.4f, 0.026f).Finish(0.26f),
            Drum.Cowbell => Cowbell(New(0.35)).Finish(0.3f),
            Drum.CongaHigh => New(0.4).Tone(345, 318, 0.02f, 0.32f, 1).Tone(690, 640, 0.02f, 0.08f, 0.3f).Noise(900, 5000, 0.018f, 0.6f * edge).Finish(0.5f),
            Drum.CongaLow => New(0.5).Tone(228, 205, 0.025f, 0.42f, 1).Tone(450, 420, 0.02f, 0.09f, 0.25f).Noise(600, 3500, 0.02f, 0.5f * edge).Finish(0.55f),
            Drum.Clave => New(0.12).Tone(2480, 2480, 1, 0.075f, 1).Tone(1240, 1240, 1, 0.03f, 0.2f).Finish(0.35f),
            Drum.Brush => New(0.34).Noise(900, 7500, 0.3f, 1, 0, 0.03f).Noise(2500, 9000, 0.06f, 0.7f * edge).Finish(0.3f),
            Drum.Triangle => New(1.6).Tone(4120, 4120, 1, 1.5f, 0.7f).Tone(6337, 6337, 1, 1.2f, 0.5f).Tone(9150, 9150, 1, 0.8f, 0.35f).Tone(11_840, 11_840, 1, 0.5f, 0.2f).Finish(0.16f),
            Drum.Snap => New(0.16).Noise(1400, 3400, 0.05f, 1, 0.006f).Noise(2200, 8000, 0.012f, 0.8f * edge).Tone(1900, 1600, 0.01f, 0.03f, 0.3f).Finish(0.4f),
            _ => throw new ArgumentOutOfRangeException(nameof(drum)),
        };
    }

    private static Character Tuned(Character k, DrumTuning t) => k with
    {
        KickFrom = k.KickFrom * t.Pitch, KickTo = k.KickTo * t.Pitch, KickDecay = k.KickDecay * t.Length, KickClick = k.KickClick * t.Click,
        SnareHz = k.SnareHz * t.Pitch, SnareDecay = k.SnareDecay * t.Length, SnareHigh = k.SnareHigh * t.Top, Hat = k.Hat * t.Pitch, HatDecay = k.HatDecay * t.Length,
        Tom = k.Tom * t.Pitch, TomDecay = k.TomDecay * t.Length, Top = k.Top * t.Top,
    };

    private static Character Of(KitKind kit) => kit switch
    {
        KitKind.Acoustic => new(140, 58, 0.022f, 0.34f, 0.5f, 1.1f, 190, 0.8f, 0.20f, 9500, 420, 0.55f, 0.09f, 96, 0.55f, 15_000),
        KitKind.Brushes => new(110, 62, 0.02f, 0.30f, 0.18f, 1, 205, 0.35f, 0.24f, 7500, 450, 0.5f, 0.08f, 105, 0.5f, 11_000),
        KitKind.Rock => new(190, 56, 0.018f, 0.36f, 0.8f, 1.6f, 180, 1.1f, 0.26f, 10_000, 380, 0.65f, 0.1f, 82, 0.7f, 16_000),
        KitKind.Electronic => new(320, 48, 0.028f, 0.46f, 0.5f, 1.5f, 220, 0.8f, 0.18f, 12_000, 540, 0.2f, 0.06f, 90, 0.5f, 17_000),
        KitKind.House => new(260, 51, 0.024f, 0.38f, 0.6f, 1.8f, 205, 0.7f, 0.17f, 12_000, 540, 0.3f, 0.07f, 92, 0.45f, 17_000),
        KitKind.HipHop => new(170, 45, 0.04f, 0.62f, 0.4f, 1.9f, 185, 0.9f, 0.20f, 8500, 470, 0.45f, 0.055f, 78, 0.5f, 13_000),
        KitKind.LoFi => new(130, 55, 0.03f, 0.32f, 0.22f, 1.5f, 178, 0.8f, 0.17f, 6000, 400, 0.6f, 0.06f, 88, 0.4f, 7500),
        KitKind.Latin => new(150, 62, 0.02f, 0.28f, 0.5f, 1.1f, 235, 0.7f, 0.17f, 10_000, 460, 0.5f, 0.07f, 130, 0.45f, 16_000),
        KitKind.Orchestral => new(90, 48, 0.05f, 0.9f, 0.12f, 1, 200, 0.5f, 0.3f, 8500, 360, 0.6f, 0.1f, 68, 1.1f, 12_000),
        KitKind.Chip => new(300, 70, 0.03f, 0.12f, 0.3f, 4, 320, 0.15f, 0.13f, 14_000, 600, 1.2f, 0.035f, 150, 0.2f, 18_000),
        _ => throw new ArgumentOutOfRangeException(nameof(kit)),
    };

    private static DrumCanvas Kick(DrumCanvas canvas, Character k, float edge) => canvas
        .Tone(k.KickFrom, k.KickTo, k.KickFall, k.KickDecay * 1.3f, 1)
        .Tone(k.KickFrom * 4, k.KickTo * 2, 0.006f, 0.03f, k.KickClick * 0.5f * edge)
        .Squash(k.KickDrive)
        .Noise(1200, 6500, 0.012f, k.KickClick * 0.45f * edge);

    private static DrumCanvas Snare(DrumCanvas canvas, Character k, float edge, KitKind kit)
    {
        canvas.Tone(k.SnareHz * 1.5f, k.SnareHz, 0.012f, 0.16f, k.SnareBody).Tone(k.SnareHz * 2.1f, k.SnareHz * 1.72f, 0.01f, 0.09f, k.SnareBody * 0.55f);
        if (kit is KitKind.Brushes)
        {
            return canvas.Noise(1500, k.SnareHigh, k.SnareDecay, 0.9f * edge, 0, 0.006f);
        }

        if (kit is KitKind.Orchestral)
        {
            return canvas.Noise(1400, k.SnareHigh, 0.22f, 0.8f * edge, 0, 0.001f).Noise(1800, k.SnareHigh, 0.12f, 0.5f, 0.035f);
        }

        return canvas.Noise(1300, k.SnareHigh, k.SnareDecay, 1.1f * edge).Noise(350, 1800, k.SnareDecay * 0.4f, 0.8f).Squash(1.2f);
    }

    private static DrumCanvas Hat(DrumCanvas canvas, Character k, float decay, float edge) => canvas
        .Metal(k.Hat, 6800, 0, decay, 1.3f)
        .Noise(7200, 0, decay * 0.9f, k.HatNoise)
        .Noise(3500, 9000, 0.012f, 0.3f * edge);

    private static DrumCanvas Tom(DrumCanvas canvas, Character k, float hz, float edge) => canvas
        .Tone(hz * 1.5f, hz, 0.03f, k.TomDecay, 1)
        .Tone(hz * 2.4f, hz * 1.6f, 0.02f, k.TomDecay * 0.3f, 0.35f)
        .Noise(300, 3500, 0.05f, 0.35f * edge);

    private static DrumCanvas Clap(DrumCanvas canvas, KitKind kit, float edge)
    {
        var high = kit is KitKind.LoFi ? 3200 : 5200;
        return canvas.Noise(900, high, 0.02f, 1).Noise(900, high, 0.02f, 0.9f, 0.0105f).Noise(900, high, 0.02f, 1, 0.0215f).Noise(850, high * edge, 0.22f, 0.75f, 0.0315f);
    }

    private static DrumCanvas Cowbell(DrumCanvas canvas) => canvas
        .Tone(562, 562, 1, 0.26f, 1).Tone(845, 845, 1, 0.22f, 0.9f).Tone(1686, 1686, 1, 0.12f, 0.35f).Tone(2535, 2535, 1, 0.1f, 0.3f).Noise(2000, 6000, 0.01f, 0.4f);
}
