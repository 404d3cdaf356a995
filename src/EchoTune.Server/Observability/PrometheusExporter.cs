using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace EchoTune.Server.Observability;

/// <summary>Collects the meters of EchoTune and of the framework and writes them in the Prometheus text format, version 0.0.4.</summary>
internal sealed class PrometheusExporter : IDisposable
{
    // Bounds the memory that hostile label values could take.
    private const int MaxSeriesPerInstrument = 500;
    private static readonly double[] SecondBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "System.Runtime", "Npgsql"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> _instruments = new();

    public PrometheusExporter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith("EchoTune", StringComparison.Ordinal) || Meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder(16 * 1024);
        foreach (var group in _instruments.GroupBy(pair => Name(pair.Key)).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var instrument = group.First().Key;
            var type = IsHistogram(instrument) ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";
            text.Append("# HELP ").Append(group.Key).Append(' ').Append(Escape(instrument.Description ?? instrument.Name, quoted: false)).Append('\n');
            text.Append("# TYPE ").Append(group.Key).Append(' ').Append(type).Append('\n');
            foreach (var (labels, series) in group.SelectMany(pair => pair.Value).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                series.Write(text, group.Key, labels);
            }
        }

        WriteProcess(text);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void WriteProcess(StringBuilder text)
    {
        using var process = Process.GetCurrentProcess();
        Gauge("process_resident_memory_bytes", "gauge", "Resident memory", process.WorkingSet64);
        Gauge("process_cpu_seconds_total", "counter", "User and system CPU time", process.TotalProcessorTime.TotalSeconds);
        Gauge("process_start_time_seconds", "gauge", "Start of the process, seconds since the epoch", (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        Gauge("process_threads", "gauge", "Threads", process.Threads.Count);

        void Gauge(string name, string type, string help, double value) =>
            text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n')
                .Append(name).Append(' ').Append(Number(value)).Append('\n');
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = _instruments.GetOrAdd(instrument, _ => new ConcurrentDictionary<string, Series>(StringComparer.Ordinal));
        var labels = Labels(tags);
        if (!all.TryGetValue(labels, out var series))
        {
            if (all.Count >= MaxSeriesPerInstrument)
            {
                return;
            }

            series = all.GetOrAdd(labels, _ => new Series(IsHistogram(instrument) ? SecondBuckets : null));
        }

        // Observable instruments report totals, the others report steps.
        series.Add(value, replaces: instrument.IsObservable || instrument is Gauge<double> or Gauge<long> or Gauge<int>);
    }

    private static bool IsHistogram(Instrument instrument) => IsGeneric(instrument, typeof(Histogram<>));

    private static bool IsCounter(Instrument instrument) => IsGeneric(instrument, typeof(Counter<>)) || IsGeneric(instrument, typeof(ObservableCounter<>));

    private static bool IsGeneric(Instrument instrument, Type definition) =>
        instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == definition;

    private static string Name(Instrument instrument)
    {
        var name = new StringBuilder(instrument.Name.Length + 16);
        foreach (var c in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        var unit = instrument.Unit switch { "s" => "_seconds", "ms" => "_milliseconds", "By" => "_bytes", _ => "" };
        if (unit.Length > 0 && !name.ToString().EndsWith(unit, StringComparison.Ordinal))
        {
            name.Append(unit);
        }

        if (IsCounter(instrument))
        {
            name.Append("_total");
        }

        return name.ToString();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return "";
        }

        var text = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",");
            foreach (var c in key)
            {
                text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            }

            text.Append("=\"").Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quoted: true)).Append('"');
        }

        return text.ToString();
    }

    private static string Escape(string text, bool quoted)
    {
        text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quoted ? text.Replace("\"", "\\\"", StringComparison.Ordinal) : text;
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Series(double[]? buckets)
    {
        private readonly Lock _lock = new();
        private readonly long[]? _counts = buckets is null ? null : new long[buckets.Length];
        private double _sum;
        private long _count;

        public void Add(double value, bool replaces)
        {
            lock (_lock)
            {
                _sum = replaces ? value : _sum + value;
                _count++;
                for (var i = 0; _counts is not null && i < _counts.Length; i++)
                {
                    _counts[i] += value <= buckets![i] ? 1 : 0;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (_lock)
            {
                if (_counts is null)
                {
                    Line(text, name, "", labels, _sum);
                    return;
                }

                var more = labels.Length == 0 ? "" : labels + ",";
                for (var i = 0; i < _counts.Length; i++)
                {
                    Line(text, name, "_bucket", $"{more}le=\"{Number(buckets![i])}\"", _counts[i]);
                }

                Line(text, name, "_bucket", $"{more}le=\"+Inf\"", _count);
                Line(text, name, "_sum", labels, _sum);
                Line(text, name, "_count", labels, _count);
            }
        }

        private static void Line(StringBuilder text, string name, string suffix, string labels, double value)
        {
            text.Append(name).Append(suffix);
            if (labels.Length > 0)
            {
                text.Append('{').Append(labels).Append('}');
            }

            text.Append(' ').Append(Number(value)).Append('\n');
        }
    }
}
