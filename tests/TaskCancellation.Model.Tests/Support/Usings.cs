global using TaskCancellation.Model.Tests.Histories;
global using TaskCancellation.Model.Tests.Judging;
global using TaskCancellation.Model.Tests.Planted;
global using TaskCancellation.Model.Tests.Schedules;
global using TaskCancellation.Model.Tests.Services;
global using TaskCancellation.Model.Tests.Time;
global using TaskCancellation.Model.Tests.World;
