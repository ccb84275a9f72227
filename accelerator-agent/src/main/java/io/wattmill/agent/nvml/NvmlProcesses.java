// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.ProcessSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who computes on the devices that the driver lists. */
final class NvmlProcesses implements ProcessSource {

    private final NvmlDriver driver;

    NvmlProcesses(NvmlDriver driver) {
        this.driver = driver;
    }

    @Override
    public CompletionStage<List<DeviceProcess>> processes() {
        return driver.session().thenCompose(NvmlProcesses::processes);
    }

    private static CompletableFuture<List<DeviceProcess>> processes(Optional<NvmlSession> session) {
        List<CompletableFuture<List<DeviceProcess>>> asked =
                session.stream()
                        .flatMap(open -> open.lanes().stream())
                        .map(GpuLane::processes)
                        .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> all(asked));
    }

    private static List<DeviceProcess> all(List<CompletableFuture<List<DeviceProcess>>> answered) {
        List<DeviceProcess> processes = new ArrayList<>();
        answered.forEach(answer -> processes.addAll(answer.join()));
        return processes;
    }
}
