using System.Numerics;

namespace EchoTune.Audio.Synthesis.Artwork;

/// <summary>The designs of covers: each gives a colour for every point of the unit square, y downwards.</summary>
internal static class Designs
{
    /// <summary>How many there are.</summary>
    public const int Count = 8;

    /// <summary>Prepares a design.</summary>
    /// <param name="index">Which, 0 – <see cref="Count"/> − 1.</param>
    /// <param name="palette">Its colours.</param>
    /// <param name="random">Its proportions.</param>
    /// <param name="pixel">Width of a pixel: edges are that soft.</param>
    public static Func<Vector2, Vector3> Pick(int index, Palette palette, SeededRandom random, float pixel) => index switch
    {
        0 => Sunset(palette, random, pixel),
        1 => Tiles(palette, random, pixel),
        2 => Ridges(palette, random, pixel),
        3 => Halftone(palette, random, pixel),
        4 => Discs(palette, random, pixel),
        5 => BentLines(palette, random, pixel),
        6 => Rainbow(palette, random, pixel),
        _ => Strata(palette, random, pixel),
    };

    // 1 inside (distance below 0), 0 outside, mixed over a pixel.
    private static float Fill(float distance, float pixel) => Math.Clamp(0.5f - (distance / pixel), 0, 1);

    private static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - (2 * t));
    }

    private static float Frac(float value) => value - MathF.Floor(value);

    private static Vector3[] Shuffled(Palette palette, SeededRandom random)
    {
        var inks = palette.Inks;
        for (var i = inks.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (inks[i], inks[j]) = (inks[j], inks[i]);
        }

        return inks;
    }

    // A low sun cut by bars over a sea of stripes.
    private static Func<Vector2, Vector3> Sunset(Palette p, SeededRandom random, float pixel)
    {
        var centre = new Vector2((float)random.Between(0.38, 0.62), (float)random.Between(0.4, 0.5));
        var radius = (float)random.Between(0.22, 0.3);
        var horizon = centre.Y + (radius * (float)random.Between(0.35, 0.75));
        var bars = 7 + random.Next(5);
        var (sky, sun, sea, glint) = (p.Ground, random.Chance(0.5) ? p.D : p.C, p.A, p.B);
        return point =>
        {
            var colour = Vector3.Lerp(sky, Vector3.Lerp(sky, p.B, 0.55f), Smooth(0, horizon, point.Y));
            if (point.Y < horizon)
            {
                var disc = Fill(Vector2.Distance(point, centre) - radius, pixel);
                var low = (point.Y - centre.Y + (radius * 0.25f)) / radius;
                var bar = low <= 0 ? 0 : Fill(MathF.Abs(Frac(low * bars * 0.8f) - 0.5f) - (0.12f + (low * 0.26f)), pixel * bars * 0.8f / radius);
                colour = Vector3.Lerp(colour, Vector3.Lerp(sun, p.C, Math.Clamp(low, 0, 1) * 0.6f), disc * (1 - bar));
            }

            var depth = (point.Y - horizon) / (1 - horizon);
            var water = Fill(horizon - point.Y, pixel);
            var rows = MathF.Sqrt(Math.Max(depth, 0)) * 13;
            var row = MathF.Floor(rows);
            var width = (radius * (0.55f + (0.5f * MathF.Sin((row * 2.4f) + 1)))) + (depth * 0.06f);
            var ripple = Fill(MathF.Abs(Frac(rows) - 0.5f) - 0.2f, pixel * 18) * Fill(MathF.Abs(point.X - centre.X - (0.05f * MathF.Sin(row * 5.1f))) - width, pixel);
            var surface = Vector3.Lerp(Vector3.Lerp(sea, glint, 0.25f), sea * 0.8f, Math.Clamp(depth, 0, 1));
            return Vector3.Lerp(colour, Vector3.Lerp(surface, sun, ripple * 0.9f), water);
        };
    }

    // A chequer of quarter circles, half circles and dots.
    private static Func<Vector2, Vector3> Tiles(Palette p, SeededRandom random, float pixel)
    {
        var n = 3 + random.Next(3);
        var cells = new (int Kind, int Turn, Vector3 Back, Vector3 Front, Vector3 Third)[n * n];
        var all = new[] { p.Ground, p.A, p.B, p.C, p.D };
        for (var i = 0; i < cells.Length; i++)
        {
            var back = random.Next(5);
            var front = (back + 1 + random.Next(4)) % 5;
            cells[i] = (random.Next(5), random.Next(4), all[back], all[front], all[(front + 1 + random.Next(3)) % 5]);
        }

        return point =>
        {
            var scaled = point * n;
            var column = Math.Min((int)scaled.X, n - 1);
            var row = Math.Min((int)scaled.Y, n - 1);
            var cell = cells[(row * n) + column];
            var q = scaled - new Vector2(column, row);
            q = cell.Turn switch { 0 => q, 1 => new(1 - q.X, q.Y), 2 => Vector2.One - q, _ => new(q.X, 1 - q.Y) };
            var soft = pixel * n;
            switch (cell.Kind)
            {
                case 0:
                    return Vector3.Lerp(Vector3.Lerp(cell.Back, cell.Front, Fill(q.Length() - 1, soft)), cell.Third, Fill(q.Length() - 0.5f, soft));
                case 1:
                    return Vector3.Lerp(cell.Back, cell.Front, Fill(q.Length() - 1, soft));
                case 2:
                    return Vector3.Lerp(cell.Back, cell.Front, Fill((q - new Vector2(0, 0.5f)).Length() - 0.5f, soft));
                case 3:
                    var rings = q.Length() * 4;
                    return Vector3.Lerp(cell.Back, cell.Front, rings > 4 ? 0 : Fill(MathF.Abs(Frac(rings) - 0.5f) - 0.25f, soft * 4));
                default:
                    var middle = (q - new Vector2(0.5f)).Length();
                    return Vector3.Lerp(Vector3.Lerp(cell.Back, cell.Front, Fill(middle - 0.4f, soft)), cell.Third, Fill(middle - 0.16f, soft));
            }
        };
    }

    // Ranges of hills, the nearer the darker, under a moon.
    private static Func<Vector2, Vector3> Ridges(Palette p, SeededRandom random, float pixel)
    {
        var layers = 5 + random.Next(3);
        var waves = new (float Base, float Height, float Frequency, float Phase, float Second)[layers];
        for (var i = 0; i < layers; i++)
        {
            waves[i] = (0.42f + (0.58f * i / layers), 0.035f + ((float)random.NextDouble() * 0.05f), (float)random.Between(4, 9), (float)random.Between(0, 6.3), (float)random.Between(1.7, 2.7));
        }

        var moon = new Vector2((float)random.Between(0.25, 0.75), (float)random.Between(0.2, 0.3));
        var radius = (float)random.Between(0.08, 0.16);
        return point =>
        {
            var colour = Vector3.Lerp(p.Ground, Vector3.Lerp(p.Ground, p.C, 0.5f), Smooth(0.05f, 0.6f, point.Y));
            colour = Vector3.Lerp(colour, p.D, Fill(Vector2.Distance(point, moon) - radius, pixel));
            for (var i = 0; i < layers; i++)
            {
                var w = waves[i];
                var line = w.Base + (w.Height * (MathF.Sin((point.X * w.Frequency) + w.Phase) + (0.45f * MathF.Sin((point.X * w.Frequency * w.Second) + (w.Phase * 2)))));
                if (point.Y < line - pixel)
                {
                    continue;
                }

                var tone = (float)i / (layers - 1);
                var body = tone < 0.5f ? Vector3.Lerp(p.C, p.B, tone * 2) : Vector3.Lerp(p.B, p.A, (tone - 0.5f) * 2);
                colour = Vector3.Lerp(colour, Vector3.Lerp(body, p.Ground, 0.28f * Smooth(0, 0.22f, point.Y - line)), Fill(line - point.Y, pixel));
            }

            return colour;
        };
    }

    // Dots on a turned grid that swell where a hidden form lies.
    private static Func<Vector2, Vector3> Halftone(Palette p, SeededRandom random, float pixel)
    {
        var (sin, cos) = MathF.SinCos((float)random.Between(0.2, 1.2));
        var count = 16f + random.Next(14);
        var focus = new Vector2((float)random.Between(0.3, 0.7), (float)random.Between(0.3, 0.7));
        var rings = (float)random.Between(8, 17);
        var (one, two) = (p.D, p.C);
        return point =>
        {
            var turned = new Vector2((point.X * cos) - (point.Y * sin), (point.X * sin) + (point.Y * cos)) * count;
            var cell = new Vector2(MathF.Floor(turned.X) + 0.5f, MathF.Floor(turned.Y) + 0.5f);
            var home = new Vector2((cell.X * cos) + (cell.Y * sin), (cell.Y * cos) - (cell.X * sin)) / count;
            var away = Vector2.Distance(home, focus);
            var size = (0.5f + (0.5f * MathF.Cos(away * rings))) * Math.Clamp(1.25f - away, 0, 1);
            var ink = Vector3.Lerp(one, two, Smooth(0.05f, 0.65f, away));
            return Vector3.Lerp(p.Ground, ink, Fill(Vector2.Distance(turned, cell) - (0.05f + (0.46f * size)), pixel * count));
        };
    }

    // Large translucent discs that print over one another.
    private static Func<Vector2, Vector3> Discs(Palette p, SeededRandom random, float pixel)
    {
        var inks = Shuffled(p, random);
        var discs = new (Vector2 Centre, float Radius, Vector3 Ink)[4];
        var turn = random.Between(0, 6.28);
        for (var i = 0; i < discs.Length; i++)
        {
            var angle = turn + (i * 1.65) + random.Between(-0.25, 0.25);
            discs[i] = (new Vector2(0.5f + (0.19f * (float)Math.Cos(angle)), 0.5f + (0.19f * (float)Math.Sin(angle))), (float)random.Between(0.17, 0.31), inks[i]);
        }

        var isDark = Vector3.Dot(p.Ground, Vector3.One) < 1.2f;
        return point =>
        {
            var colour = p.Ground;
            foreach (var (centre, radius, ink) in discs)
            {
                var inside = Fill(Vector2.Distance(point, centre) - radius, pixel);
                var over = isDark ? Vector3.One - ((Vector3.One - colour) * (Vector3.One - (ink * 0.85f))) : colour * Vector3.Lerp(ink, Vector3.One, 0.08f);
                colour = Vector3.Lerp(colour, over, inside * 0.94f);
            }

            return colour;
        };
    }

    // Stripes that bend as if a lens lay on them.
    private static Func<Vector2, Vector3> BentLines(Palette p, SeededRandom random, float pixel)
    {
        var (sin, cos) = MathF.SinCos((float)random.Between(-0.9, 0.9));
        var count = 14f + random.Next(12);
        var lens = new Vector2((float)random.Between(0.38, 0.62), (float)random.Between(0.38, 0.62));
        var radius = (float)random.Between(0.26, 0.38);
        var push = (float)random.Between(0.16, 0.3);
        var (outer, inner) = random.Chance(0.5) ? (p.A, p.D) : (p.D, p.C);
        return point =>
        {
            var from = point - lens;
            var away = from.Length();
            var isInside = Fill(away - radius, pixel);
            var bulge = away < radius ? 1 - (push * 2.2f * (1 - (away * away / (radius * radius)))) : 1f;
            var q = lens + (from * bulge);
            var across = ((q.X * cos) + (q.Y * sin) + (0.012f * MathF.Sin(q.Y * 9))) * count;
            var stripe = Fill(MathF.Abs(Frac(across) - 0.5f) - (0.17f + (0.13f * isInside)), pixel * count * 1.1f);
            return Vector3.Lerp(Vector3.Lerp(p.Ground, p.B, isInside * 0.9f), Vector3.Lerp(outer, inner, isInside), stripe);
        };
    }

    // Concentric bands that rise, turn and leave the sleeve.
    private static Func<Vector2, Vector3> Rainbow(Palette p, SeededRandom random, float pixel)
    {
        var centre = new Vector2((float)random.Between(0.3, 0.5), (float)random.Between(0.42, 0.58));
        var isFlipped = random.Chance(0.5);
        var inner = (float)random.Between(0.07, 0.13);
        var band = (float)random.Between(0.05, 0.068);
        var inks = Shuffled(p, random);
        return raw =>
        {
            var point = isFlipped ? new Vector2(1 - raw.X, 1 - raw.Y) : raw;
            // Left of the centre a half circle, right of it straight bands: above the centre to the edge, below it down.
            var away = point.X < centre.X || point.Y < centre.Y
                ? point.X < centre.X && point.Y > centre.Y ? centre.X - point.X : (point.X > centre.X ? centre.Y - point.Y : Vector2.Distance(point, centre))
                : -1;
            var index = (away - inner) / band;
            var colour = p.Ground;
            for (var i = 0; i < 4; i++)
            {
                colour = Vector3.Lerp(colour, inks[i], Fill(MathF.Abs(index - i - 0.5f) - 0.43f, pixel / band));
            }

            var dot = centre + new Vector2(inner * 1.9f);
            return Vector3.Lerp(colour, inks[3], Fill(Vector2.Distance(point, dot) - inner, pixel));
        };
    }

    // Flowing layers, cut paper on cut paper with soft shadows.
    private static Func<Vector2, Vector3> Strata(Palette p, SeededRandom random, float pixel)
    {
        var colours = new[] { p.D, p.C, p.B, p.A, p.Ground };
        var phase = (float)random.Between(0, 6.3);
        var sway = (float)random.Between(0.08, 0.16);
        var (sin, cos) = MathF.SinCos((float)random.Between(-0.7, 0.7));
        var frequency = (float)random.Between(3.2, 5.5);
        return point =>
        {
            var q = new Vector2(((point.X - 0.5f) * cos) - ((point.Y - 0.5f) * sin), ((point.X - 0.5f) * sin) + ((point.Y - 0.5f) * cos));
            var colour = colours[0];
            for (var i = 1; i < colours.Length; i++)
            {
                var line = -0.52f + (i * 0.22f) + (sway * MathF.Sin((q.X * frequency) + phase + (i * 0.8f))) + (sway * 0.35f * MathF.Sin((q.X * frequency * 2.3f) - (phase * i)));
                var depth = line - q.Y;
                colour *= 1 - (0.3f * (1 - Smooth(0, 0.06f, depth)));
                colour = Vector3.Lerp(colour, colours[i], Fill(depth, pixel));
            }

            return colour;
        };
    }
}
