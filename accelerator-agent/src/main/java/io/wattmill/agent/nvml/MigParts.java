// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.Quantity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The MIG instances of one GPU. Its numbering has holes, and an instance may go while we look: what
 * does not answer is not listed.
 */
final class MigParts {

    private static final int MODE = 0;
    private static final int PENDING = 4;
    private static final int HANDLE = 16;
    private static final int NUMBER = 24;
    private static final int TEXT = 32;
    private static final int TEXT_BYTES = 96;
    private static final int ATTRIBUTES = 128;

    /** In nvmlDeviceAttributes_t, 40 bytes. */
    private static final int MEMORY_MIB = ATTRIBUTES + 32;

    private static final int BYTES = 168;
    private static final int MIG_ON = 1;

    /** No GPU has more; it bounds what a broken answer could make of us. */
    private static final long MOST = 64;

    private final NvmlLibrary library;
    private final long device;
    private final Scratch answer = new Scratch(BYTES);

    MigParts(NvmlLibrary library, long device) {
        this.library = library;
        this.device = device;
    }

    List<DevicePart> read(Gathering found) {
        NvmlReturn said =
                library.call(NvmlFunction.MIG_MODE, device, answer.at(MODE), answer.at(PENDING));
        if (!said.ok()) {
            found.refused(Quantity.MIG_MODE, said, NvmlFunction.MIG_MODE.symbol());
            return List.of();
        }
        boolean on = answer.s32(MODE) == MIG_ON;
        found.found(Quantity.MIG_MODE, on ? 1 : 0);
        return on ? instances() : List.of();
    }

    private List<DevicePart> instances() {
        List<DevicePart> parts = new ArrayList<>();
        long most = number(NvmlFunction.MIG_MOST, device);
        for (long i = 0; i < Math.min(most, MOST); i++) {
            NvmlReturn said = library.call(NvmlFunction.MIG_HANDLE, device, i, answer.at(HANDLE));
            if (said.ok()) {
                part(answer.s64(HANDLE)).ifPresent(parts::add);
            }
        }
        return parts;
    }

    private Optional<DevicePart> part(long handle) {
        NvmlReturn said = library.call(NvmlFunction.UUID, handle, answer.at(TEXT), TEXT_BYTES);
        if (!said.ok()) {
            return Optional.empty();
        }
        String uuid = answer.text(TEXT, TEXT_BYTES);
        int gpuInstance = (int) number(NvmlFunction.GPU_INSTANCE, handle);
        int computeInstance = (int) number(NvmlFunction.COMPUTE_INSTANCE, handle);
        return Optional.of(new DevicePart(uuid, gpuInstance, computeInstance, memory(handle)));
    }

    private long memory(long handle) {
        NvmlReturn said = library.call(NvmlFunction.ATTRIBUTES, handle, answer.at(ATTRIBUTES));
        return said.ok() ? answer.s64(MEMORY_MIB) : 0;
    }

    private long number(NvmlFunction function, long handle) {
        NvmlReturn said = library.call(function, handle, answer.at(NUMBER));
        return said.ok() ? answer.u32(NUMBER) : 0;
    }
}
