using TaskCancellation.Benchmarks.Commands;

// dotnet run -c Release --project tests/TaskCancellation.Benchmarks -- COMMAND; tests/README.md says what each takes.
switch (args)
{
    case ["ratios", .. var rest]:
        return await Ratios.RunAsync(rest);
    case ["serve", .. var rest]:
        return await Serve.RunAsync(rest);
    case ["probe", .. var rest]:
        return await Probe.RunAsync(rest);
    case ["smoke"]:
        return await Smoke.RunAsync();
    default:
        SingleOperations.Run(args);
        return 0;
}
