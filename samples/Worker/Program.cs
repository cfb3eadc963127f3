// A service that reindexes on two clusters. Stop it (Ctrl+C, SIGTERM, or --StopAfter=00:00:02), and the reindexes stop too, before the process does.
// Settings come from appsettings.json, secrets from the environment: Clusters__eu__ApiKey. Traces and metrics go to the console.
// With Emulated=true, the default, the clusters are emulators in this process, ten times as fast as real time.
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using TaskCancellation;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Elasticsearch;
using Worker;

string[] clusters = ["eu", "us"];
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
var isEmulated = builder.Configuration.GetValue<bool>("Emulated");
if (isEmulated)
{
    builder.Services.AddSingleton<TimeProvider>(VirtualClock.Scaled(10));
}

foreach (var cluster in clusters)
{
    var section = builder.Configuration.GetSection($"Clusters:{cluster}");
    var client = builder.Services.AddElasticsearchTaskClient(cluster, section, options => options.Credential = isEmulated ? ElasticsearchCredential.None : options.Credential);
    var starting = builder.Services.AddHttpClient(cluster, http => http.BaseAddress = new Uri(section["Endpoint"]!)).RemoveAllLoggers();
    if (isEmulated)
    {
        builder.Services.AddKeyedSingleton(cluster, (provider, _) => new ElasticsearchEmulator(provider.GetRequiredService<TimeProvider>(), new Uri(section["Endpoint"]!)));
        client.ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredKeyedService<ElasticsearchEmulator>(cluster));
        starting.ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredKeyedService<ElasticsearchEmulator>(cluster));
    }

    builder.Services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ReindexWorker>(
        provider, cluster, provider.GetRequiredKeyedService<TaskClient>(cluster), provider.GetRequiredService<IHttpClientFactory>().CreateClient(cluster)));
}

builder.Services.AddOpenTelemetry()
    .WithTracing(traces => traces.AddSource(TaskCancellationTelemetry.ActivitySourceName).AddConsoleExporter())
    .WithMetrics(metrics => metrics.AddMeter(TaskCancellationTelemetry.MeterName).AddConsoleExporter());

using var host = builder.Build();
using var stop = new CancellationTokenSource();
if (builder.Configuration.GetValue<TimeSpan?>("StopAfter") is { } limit)
{
    stop.CancelAfter(limit);
}

await host.RunAsync(stop.Token);
