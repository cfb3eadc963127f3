using System.Text;
using TaskCancellation.Tool.Running;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var signal = new StopSignal();
var host = new ToolHost
{
    Out = Console.Out,
    Error = Console.Error,
    In = Console.In,
    IsInputTerminal = !Console.IsInputRedirected,
    IsOutputTerminal = !Console.IsOutputRedirected,
    IsErrorTerminal = !Console.IsErrorRedirected,
    GetVariable = Environment.GetEnvironmentVariable,
    ReadHidden = HiddenLine.Read,
    Stop = signal.Token,
};
return await ToolRun.InvokeAsync(host, args);
