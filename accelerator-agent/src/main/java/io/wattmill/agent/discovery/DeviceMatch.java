// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.device.DevicePart;
import io.wattmill.agent.device.DeviceProcess;
import io.wattmill.agent.device.DeviceProcesses;
import io.wattmill.agent.device.DeviceReading;
import io.wattmill.agent.inference.DeviceClaim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * On which devices an engine computes: by the driver's list of processes; else by what the engine
 * may see; else, where it needs as many as there are, all. Otherwise nobody can tell.
 *
 * <p>Joules are metered by the device: an engine on a part of one (a MIG instance) is claimed for
 * the whole device, and the claim's text names the part.
 *
 * @param devices the devices of the node; where they have no number, in the driver's order
 * @param computing what the driver says of its processes
 */
public record DeviceMatch(List<DeviceReading> devices, DeviceProcesses computing) {

    private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";
    private static final String PROCESSES = "the driver's processes";

    /** Copies the devices. */
    public DeviceMatch {
        devices = List.copyOf(devices);
    }

    /**
     * The devices of an engine.
     *
     * @param pids its processes
     * @param visible its {@code CUDA_VISIBLE_DEVICES}, where that is set and may be read
     * @param gpus how many it says that it needs
     */
    public DeviceClaim claim(Set<Long> pids, Optional<String> visible, int gpus) {
        List<String> used = used(pids);
        return used.isEmpty() || !isSettled(used, gpus)
                ? visible.map(text -> seen(text, gpus)).orElseGet(() -> byNumber(gpus))
                : counted(used, gpus, PROCESSES);
    }

    /**
     * Whether the driver has said all about these processes: it spoke for every device, or it named
     * as many as are needed. Else the next look may find more.
     */
    public boolean isSettled(Set<Long> pids, int gpus) {
        return isSettled(used(pids), gpus);
    }

    private boolean isSettled(List<String> used, int gpus) {
        return computing.complete() || used.size() == gpus;
    }

    /** Devices, and parts of devices. */
    private List<String> used(Set<Long> pids) {
        return computing.processes().stream()
                .filter(process -> pids.contains(process.pid()))
                .map(DeviceProcess::deviceId)
                .distinct()
                .toList();
    }

    /**
     * The devices that the operator names; empty while one of them is not known here.
     *
     * @param named UUIDs of devices, or of parts, whose devices are then claimed
     */
    public Optional<DeviceClaim> configured(List<String> named) {
        return places().toList().containsAll(named)
                ? Optional.of(claimed(named, "configured"))
                : Optional.empty();
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

    /** By the driver's number, by its UUID or that of a part, or by how that begins. */
    private Optional<String> device(String entry) {
        Optional<Integer> place = Words.number(entry);
        if (place.isPresent()) {
            return place.flatMap(this::numbered);
        }
        List<String> fitting =
                entry.isEmpty() ? List.of() : places().filter(id -> id.startsWith(entry)).toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
    }

    private Optional<String> numbered(int number) {
        return IntStream.range(0, devices.size())
                .filter(at -> devices.get(at).facts().number().orElse(at) == number)
                .mapToObj(at -> devices.get(at).deviceId())
                .findFirst();
    }

    /** The ids of all devices and of their parts. */
    private Stream<String> places() {
        return devices.stream()
                .flatMap(device -> Stream.concat(Stream.of(device.deviceId()), parts(device)));
    }

    private static Stream<String> parts(DeviceReading device) {
        return device.facts().parts().stream().map(DevicePart::partId);
    }

    /** The device that a place is, or is a part of. */
    private String whole(String place) {
        return devices.stream()
                .filter(device -> parts(device).anyMatch(place::equals))
                .map(DeviceReading::deviceId)
                .findFirst()
                .orElse(place);
    }

    private DeviceClaim counted(List<String> places, int gpus, String basis) {
        DeviceClaim claim = claimed(places, basis);
        return places.size() == gpus
                ? claim
                : claim.and(
                        "; it says that it needs %d, and has %d".formatted(gpus, places.size()));
    }

    private DeviceClaim claimed(List<String> places, String basis) {
        String parts =
                places.stream()
                        .filter(place -> !whole(place).equals(place))
                        .map(place -> "; " + place + " of " + whole(place))
                        .collect(Collectors.joining());
        return new DeviceClaim.These(
                places.stream().map(this::whole).distinct().toList(), basis + parts);
    }

    private DeviceClaim byNumber(int gpus) {
        if (devices.isEmpty()) {
            return new DeviceClaim.Unknown("no device of this node is known");
        }
        if (devices.size() == gpus) {
            return new DeviceClaim.WholeNode("it needs as many as this node has");
        }
        return new DeviceClaim.Unknown(
                "it needs %d of %d devices, and neither %s nor %s say which"
                        .formatted(gpus, devices.size(), PROCESSES, VISIBLE));
    }
}
