// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.inference.DeviceClaim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * On which devices an engine computes: by the driver's list of processes; else by what the engine
 * may see; else, where it needs as many as there are, all. Otherwise nobody can tell.
 *
 * @param deviceIds the devices of the node, in the driver's order
 * @param processes the driver's list, empty where it has none
 */
public record DeviceMatch(List<String> deviceIds, List<DeviceProcess> processes) {

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    /** Copies both. */
    public DeviceMatch {
        deviceIds = List.copyOf(deviceIds);
        processes = List.copyOf(processes);
    }

    /**
     * The devices of an engine.
     *
     * @param pids its processes
     * @param visible its {@code CUDA_VISIBLE_DEVICES}, where that is set and may be read
     * @param gpus how many it says that it needs
     */
    public DeviceClaim claim(Set<Long> pids, Optional<String> visible, int gpus) {
        List<String> used =
                processes.stream()
                        .filter(process -> pids.contains(process.pid()))
                        .map(DeviceProcess::deviceId)
                        .distinct()
                        .toList();
        return used.isEmpty()
                ? visible.map(text -> seen(text, gpus)).orElseGet(() -> byNumber(gpus))
                : counted(used, gpus, "the driver's processes");
    }

    /** The devices of an engine of which there is nothing but a port. */
    public DeviceClaim claim() {
        return byNumber(1);
    }

    private DeviceClaim seen(String text, int gpus) {
        List<String> seen = new ArrayList<>();
        for (String entry : Arrays.stream(text.split(",")).map(String::strip).toList()) {
            Optional<String> device = device(entry);
            if (device.isEmpty()) {
                // CUDA itself stops at the first entry that is no device: "" and "-1" hide all.
                return entry.isEmpty() || entry.equals("-1")
                        ? counted(seen, gpus, VISIBLE)
                        : new DeviceClaim.Unknown(
                                VISIBLE + " names " + entry + ", which is no device of this node");
            }
            seen.add(device.get());
        }
        return counted(seen, gpus, VISIBLE);
    }

    /** By its place in the driver's order, by its UUID, or by how that begins. */
    private Optional<String> device(String entry) {
        Optional<Integer> place = Words.number(entry);
        if (place.isPresent()) {
            return place.filter(at -> at < deviceIds.size()).map(deviceIds::get);
        }
        List<String> fitting =
                entry.isEmpty()
                        ? List.of()
                        : deviceIds.stream().filter(id -> id.startsWith(entry)).toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private static DeviceClaim counted(List<String> devices, int gpus, String basis) {
        String doubt =
                devices.size() == gpus
                        ? ""
                        : "; it says that it needs %d, and has %d".formatted(gpus, devices.size());
        return new DeviceClaim.These(devices, basis + doubt);
    }

    private DeviceClaim byNumber(int gpus) {
        if (deviceIds.isEmpty() || deviceIds.size() == gpus) {
            return new DeviceClaim.WholeNode("it needs as many as this node has");
        }
        return new DeviceClaim.Unknown(
                "it needs %d of %d devices, and neither the driver's processes nor %s say which"
                        .formatted(gpus, deviceIds.size(), VISIBLE));
    }
}
