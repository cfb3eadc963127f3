using Microsoft.Extensions.Logging;

namespace TaskCancellation.Tests.Http;

/// <summary>Keeps what is logged.</summary>
internal sealed class CapturedLog : ILogger, ILoggerFactory
{
    internal List<(EventId Id, LogLevel Level, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((eventId, logLevel, $"{formatter(state, exception)} {exception}"));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
