// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
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
    public CompletionStage<DeviceProcesses> processes() {
        return driver.session()
                .thenCompose(
                        session ->
                                session.map(NvmlProcesses::processes)
                                        .orElse(
                                                CompletableFuture.completedFuture(
                                                        DeviceProcesses.UNSAID)));
    }

    private static CompletableFuture<DeviceProcesses> processes(NvmlSession session) {
        List<CompletableFuture<Optional<List<DeviceProcess>>>> asked =
                session.lanes().stream().map(GpuLane::processes).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(_ -> asked.stream().map(CompletableFuture::join).toList())
                .thenApply(answers -> all(answers, session.isWhole()));
    }

    /** A device that is lost, or has not answered, may have processes too. */
    private static DeviceProcesses all(List<Optional<List<DeviceProcess>>> answers, boolean whole) {
        List<DeviceProcess> processes = new ArrayList<>();
        answers.forEach(answer -> answer.ifPresent(processes::addAll));
        return new DeviceProcesses(
                processes, whole && answers.stream().allMatch(Optional::isPresent));
    }
}
