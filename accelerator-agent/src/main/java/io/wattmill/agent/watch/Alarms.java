// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.watch;

import io.wattmill.agent.device.AlarmSource;
import io.wattmill.kit.bootstrap.ServiceContext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every source of alarms that a node has. */
public final class Alarms {

    private Alarms() {}

    /**
     * The kernel's log, where it is to be read, and what the driver says.
     *
     * @param driver what the node's device source brings
     */
    public static List<AlarmSource> of(
            ServiceContext services,
            HealthConfig config,
            String node,
            Optional<AlarmSource> driver) {
        List<AlarmSource> all = new ArrayList<>(driver.stream().toList());
        config.kernelLog()
                .ifPresent(
                        log ->
                                all.add(
                                        new KernelLog(
                                                log,
                                                config,
                                                services.clock(),
                                                Uptime.ofHost(),
                                                new KernelLogMetrics(services.metrics(), node))));
        return all;
    }
}
