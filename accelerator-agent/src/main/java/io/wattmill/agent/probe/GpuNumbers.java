// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.probe;

import java.util.ArrayList;
import java.util.List;

/** Devices by their places in the driver's list, as people write them: {@code 0-3,6}. */
final class GpuNumbers {

    private GpuNumbers() {}

    /** The places of these; what has none, a MIG instance, keeps its own name. */
    static String of(List<String> used, List<String> devices) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (from < devices.size()) {
            int end = from;
            while (end < devices.size() && used.contains(devices.get(end))) {
                end++;
            }
            if (end > from) {
                parts.add(end - from == 1 ? "" + from : from + "-" + (end - 1));
            }
            from = end + 1;
        }
        used.stream().filter(id -> !devices.contains(id)).forEach(parts::add);
        return String.join(",", parts);
    }
}
