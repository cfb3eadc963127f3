using System.Globalization;

namespace TaskCancellation.Tests.Faults;

/// <summary>Counts the cells of all fixtures that belong to the matrix. The last sum is in fault-matrix.txt beside the tests.</summary>
internal static class FaultTally
{
    private static readonly Lock Gate = new();
    private static int cells;
    private static int violations;

    internal static void Add(int more, int wrong)
    {
        lock (Gate)
        {
            (cells, violations) = (cells + more, violations + wrong);
            Summary.Write("fault-matrix", string.Create(CultureInfo.InvariantCulture, $"fault matrix {cells} cells, violations {violations}"));
        }
    }
}
