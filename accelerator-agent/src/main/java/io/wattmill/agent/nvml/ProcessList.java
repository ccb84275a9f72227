// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceProcess;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who computes on a GPU. The caller brings memory and is told when it was too little; processes
 * come and go between two calls, so it brings more than it was told.
 */
final class ProcessList {

    /** nvmlProcessInfo_t: pid at 0, memory at 8, GPU instance at 16, compute instance at 20. */
    private static final int SIZE = 24;

    private static final int HEADER = 8;
    private static final int MORE = 8;
    private static final int MOST = 1_024;
    private static final int ATTEMPTS = 3;
    private static final int NO_INSTANCE = 0xffffffff;

    private ProcessList() {}

    /** The processes, none where the driver never tells; empty when it did not tell now. */
    static Optional<List<DeviceProcess>> read(
            NvmlLibrary library, GpuIdentity gpu, List<DevicePart> parts) {
        int room = MORE;
        for (int i = 0; i < ATTEMPTS && room <= MOST; i++) {
            Scratch memory = new Scratch(HEADER + (long) SIZE * room);
            memory.putInt(0, room);
            NvmlReturn said =
                    library.call(
                            NvmlFunction.PROCESSES, gpu.handle(), memory.at(0), memory.at(HEADER));
            int count = memory.s32(0);
            if (said.ok()) {
                return Optional.of(processes(memory, Math.clamp(count, 0, room), gpu, parts));
            }
            if (said != NvmlReturn.INSUFFICIENT_SIZE) {
                return said.isOfTheFunction() ? Optional.of(List.of()) : Optional.empty();
            }
            room = Math.max(room, count) + MORE;
        }
        return Optional.empty();
    }

    private static List<DeviceProcess> processes(
            Scratch memory, int count, GpuIdentity gpu, List<DevicePart> parts) {
        List<DeviceProcess> processes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = HEADER + i * SIZE;
            String device = device(gpu, parts, memory.s32(at + 16), memory.s32(at + 20));
            long bytes = Math.max(0, memory.s64(at + 8));
            processes.add(new DeviceProcess(device, memory.u32(at), bytes));
        }
        return processes;
    }

    /** The MIG instance that it runs on, or the GPU. */
    private static String device(
            GpuIdentity gpu, List<DevicePart> parts, int gpuInstance, int computeInstance) {
        return gpuInstance == NO_INSTANCE
                ? gpu.uuid()
                : parts.stream()
                        .filter(part -> part.gpuInstance() == gpuInstance)
                        .filter(part -> part.computeInstance() == computeInstance)
                        .map(DevicePart::partId)
                        .findFirst()
                        .orElse(gpu.uuid());
    }
}
