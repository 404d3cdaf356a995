using EchoTune.Audio.Analysis;
using EchoTune.Audio.Primitives;
using EchoTune.Catalog;
using EchoTune.Catalog.Tracks;
using Npgsql;

namespace EchoTune.Storage.Postgres.Tracks;

internal sealed class PostgresFeatureStore(Database database) : IFeatureStore
{
    private const string Short = """
        f.track_id, f.analyser_version, f.duration_seconds, f.tempo_bpm, f.tempo_confidence, f.time_signature, f.key_tonic, f.key_minor,
        f.key_confidence, f.loudness_lufs, f.true_peak_db, f.energy, f.danceability, f.valence, f.acousticness, f.instrumentalness,
        f.speechiness, f.liveness, f.brightness, f.genre_names, f.genre_confidences, f.mood_names, f.mood_confidences, f.embedding,
        f.tuning_cents, f.loudness_range_lu, f.max_momentary_lufs
        """;

    private const string Full = $"SELECT {Short}, l.beats, l.downbeats, l.waveform, l.passages, l.fingerprint FROM track_features f JOIN track_timelines l ON l.track_id = f.track_id";

    public async Task<TrackFeatures?> GetAsync(TrackId id, CancellationToken cancellationToken) =>
        await database.FirstAsync($"{Full} WHERE f.track_id = $1", c => c.With(id.Value), r => ReadFull(r).Value, cancellationToken);

    public async Task<IReadOnlyDictionary<TrackId, TrackFeatures>> GetManyAsync(IReadOnlyCollection<TrackId> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? new Dictionary<TrackId, TrackFeatures>()
            : new Dictionary<TrackId, TrackFeatures>(await database.ListAsync(
                $"{Full} WHERE f.track_id = ANY($1)", c => c.With(ids.Select(i => i.Value).ToArray()), ReadFull, cancellationToken));

    public IAsyncEnumerable<KeyValuePair<TrackId, TrackFeatures>> AllAsync(CancellationToken cancellationToken) =>
        database.StreamAsync(
            $"SELECT {Short} FROM track_features f JOIN tracks t ON t.track_id = f.track_id WHERE t.is_available", _ => { }, ReadShort, cancellationToken);

    public IAsyncEnumerable<KeyValuePair<TrackId, uint[]>> FingerprintsAsync(CancellationToken cancellationToken) =>
        database.StreamAsync(
            "SELECT l.track_id, l.fingerprint FROM track_timelines l JOIN tracks t ON t.track_id = l.track_id WHERE t.is_available AND cardinality(l.fingerprint) > 0",
            _ => { },
            row => KeyValuePair.Create(new TrackId(row.GetGuid(0)), Array.ConvertAll(row.Array<int>(1), word => (uint)word)),
            cancellationToken);

    public Task SaveAsync(TrackId id, TrackFeatures features, CancellationToken cancellationToken) =>
        database.TransactAsync(
            async (connection, token) =>
            {
                // A track that is unknown (its scan was undone) has nowhere to keep an analysis.
                var kept = await connection.ExecuteAsync(SaveShort, c => BindShort(c, id, features), token);
                return kept == 0 ? 0 : await connection.ExecuteAsync(SaveTimeline, c => BindTimeline(c, id, features), token);
            },
            cancellationToken);

    public async Task<IReadOnlyList<TrackId>> PendingAsync(string analyserVersion, int limit, CancellationToken cancellationToken) =>
        await database.ListAsync(
            """
            SELECT t.track_id FROM tracks t LEFT JOIN track_features f ON f.track_id = t.track_id AND f.analyser_version = $1
            WHERE t.is_available AND f.track_id IS NULL ORDER BY t.added_at, t.track_id LIMIT $2
            """,
            c => c.WithText(analyserVersion).With(Math.Max(limit, 0)),
            r => new TrackId(r.GetGuid(0)),
            cancellationToken);

    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (int)await database.NumberAsync(
            "SELECT count(*) FROM track_features f JOIN tracks t ON t.track_id = f.track_id WHERE t.is_available", _ => { }, cancellationToken);

    private const string SaveShort = """
        INSERT INTO track_features (
            track_id, analyser_version, duration_seconds, tempo_bpm, tempo_confidence, time_signature, key_tonic, key_minor, key_confidence, loudness_lufs,
            true_peak_db, energy, danceability, valence, acousticness, instrumentalness, speechiness, liveness, brightness, genre_names, genre_confidences,
            mood_names, mood_confidences, embedding, tuning_cents, loudness_range_lu, max_momentary_lufs)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27
        WHERE EXISTS (SELECT 1 FROM tracks WHERE track_id = $1)
        ON CONFLICT (track_id) DO UPDATE SET
            analyser_version = excluded.analyser_version, duration_seconds = excluded.duration_seconds, tempo_bpm = excluded.tempo_bpm,
            tempo_confidence = excluded.tempo_confidence, time_signature = excluded.time_signature, key_tonic = excluded.key_tonic,
            key_minor = excluded.key_minor, key_confidence = excluded.key_confidence, loudness_lufs = excluded.loudness_lufs,
            true_peak_db = excluded.true_peak_db, energy = excluded.energy, danceability = excluded.danceability, valence = excluded.valence,
            acousticness = excluded.acousticness, instrumentalness = excluded.instrumentalness, speechiness = excluded.speechiness,
            liveness = excluded.liveness, brightness = excluded.brightness, genre_names = excluded.genre_names,
            genre_confidences = excluded.genre_confidences, mood_names = excluded.mood_names, mood_confidences = excluded.mood_confidences,
            embedding = excluded.embedding, tuning_cents = excluded.tuning_cents, loudness_range_lu = excluded.loudness_range_lu,
            max_momentary_lufs = excluded.max_momentary_lufs
        """;

    private const string SaveTimeline = """
        INSERT INTO track_timelines (track_id, beats, downbeats, waveform, passages, fingerprint) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (track_id) DO UPDATE SET
            beats = excluded.beats, downbeats = excluded.downbeats, waveform = excluded.waveform, passages = excluded.passages,
            fingerprint = excluded.fingerprint
        """;

    private static void BindShort(NpgsqlCommand command, TrackId id, TrackFeatures features) =>
        command
            .With(id.Value).WithText(features.AnalyserVersion).With(features.DurationSeconds).With(features.TempoBpm).With(features.TempoConfidence)
            .WithText(features.TimeSignature).With((short?)features.Key?.Tonic).With(features.Key is { } key ? key.Mode == KeyMode.Minor : (bool?)null)
            .With(features.KeyConfidence).With(features.LoudnessLufs).With(features.TruePeakDb).With(features.Energy).With(features.Danceability)
            .With(features.Valence).With(features.Acousticness).With(features.Instrumentalness).With(features.Speechiness).With(features.Liveness)
            .With(features.Brightness).With(Names(features.Genres)).With(Confidences(features.Genres)).With(Names(features.Moods))
            .With(Confidences(features.Moods)).With(features.Embedding.ToArray()).With(features.TuningCents).With(features.LoudnessRangeLu).With(features.MaxMomentaryLufs);

    private static void BindTimeline(NpgsqlCommand command, TrackId id, TrackFeatures features) =>
        command.With(id.Value).With(features.Beats.ToArray()).With(features.Downbeats.ToArray()).With(features.Waveform.ToArray())
            .WithJson(Documents.Write(new Passages([.. features.TempoChanges], [.. features.KeyChanges], [.. features.Chords], [.. features.Segments])
            {
                Phrases = [.. features.Phrases], EmotionStep = features.Emotion.StepSeconds, Energy = [.. features.Emotion.Energy], Valence = [.. features.Emotion.Valence],
            }))
            .With(Array.ConvertAll(features.Fingerprint.ToArray(), word => (int)word));

    private static string[] Names(IReadOnlyList<LabelConfidence> labels) => [.. labels.Select(l => Texts.Storable(l.Name))];

    private static double[] Confidences(IReadOnlyList<LabelConfidence> labels) => [.. labels.Select(l => l.Confidence)];

    private static LabelConfidence[] Labels(NpgsqlDataReader row, int column) =>
        [.. row.Array<string>(column).Zip(row.Array<double>(column + 1), (name, confidence) => new LabelConfidence(name, confidence))];

    private static KeyValuePair<TrackId, TrackFeatures> ReadShort(NpgsqlDataReader row) => new(
        new TrackId(row.GetGuid(0)),
        new TrackFeatures
        {
            AnalyserVersion = row.GetString(1),
            DurationSeconds = row.GetDouble(2),
            TempoBpm = row.GetDouble(3),
            TempoConfidence = row.GetDouble(4),
            TimeSignature = row.GetString(5),
            Key = row.IsDBNull(6) ? null : new MusicalKey(row.GetInt16(6), row.GetBoolean(7) ? KeyMode.Minor : KeyMode.Major),
            KeyConfidence = row.GetDouble(8),
            LoudnessLufs = row.GetDouble(9),
            TruePeakDb = row.GetDouble(10),
            Energy = row.GetDouble(11),
            Danceability = row.GetDouble(12),
            Valence = row.GetDouble(13),
            Acousticness = row.GetDouble(14),
            Instrumentalness = row.GetDouble(15),
            Speechiness = row.GetDouble(16),
            Liveness = row.GetDouble(17),
            Brightness = row.GetDouble(18),
            Genres = Labels(row, 19),
            Moods = Labels(row, 21),
            Embedding = row.Array<float>(23),
            TuningCents = row.GetDouble(24),
            LoudnessRangeLu = row.GetDouble(25),
            MaxMomentaryLufs = row.GetDouble(26),
        });

    private static KeyValuePair<TrackId, TrackFeatures> ReadFull(NpgsqlDataReader row)
    {
        var (id, features) = ReadShort(row);
        var passages = Documents.Read<Passages>(row.GetString(30));
        return new(id, features with
        {
            Beats = row.Array<double>(27),
            Downbeats = row.Array<double>(28),
            Waveform = row.GetFieldValue<byte[]>(29),
            TempoChanges = passages.TempoChanges,
            KeyChanges = passages.KeyChanges,
            Chords = passages.Chords,
            Segments = passages.Segments,
            Phrases = passages.Phrases,
            Emotion = passages.Energy.Length == 0 ? EmotionCurve.None : new EmotionCurve(passages.EmotionStep, passages.Energy, passages.Valence),
            Fingerprint = Array.ConvertAll(row.Array<int>(31), word => (uint)word),
        });
    }

    private sealed record Passages(TempoChange[] TempoChanges, KeyChange[] KeyChanges, ChordSegment[] Chords, Section[] Segments)
    {
        public double[] Phrases { get; init; } = [];

        public double EmotionStep { get; init; } = 1;

        public byte[] Energy { get; init; } = [];

        public byte[] Valence { get; init; } = [];
    }
}
