Console.WriteLine("TaskCancellation");
