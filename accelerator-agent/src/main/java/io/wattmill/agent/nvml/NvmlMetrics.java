// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.nvml;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattmill.kit.telemetry.Limits;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong between this host's agent and its driver. */
final class NvmlMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlMetrics.class);

    private final MeterRegistry registry;

    NvmlMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A thread was left in a call that does not return. */
    void abandoned(String device) {
        registry.counter("wattmill_agent_driver_calls_abandoned", "device", device).increment();
        LOG.atWarn().addKeyValue("device", device).log("driver call left to itself");
    }

    /** The library was opened, or opened again. */
    void opened(String driverVersion, int devices, long listed) {
        registry.counter("wattmill_agent_driver_opened").increment();
        LOG.atInfo()
                .addKeyValue("driver", driverVersion)
                .addKeyValue("devices", devices)
                .addKeyValue("listed", listed)
                .log("driver library opened");
    }

    /** It could not be opened. */
    void refused(String why) {
        registry.counter("wattmill_agent_driver_refused").increment();
        LOG.atWarn().addKeyValue("reason", why).log("driver library cannot be opened");
    }

    /** The library should have been opened anew, and somebody is inside. */
    void held() {
        registry.counter("wattmill_agent_driver_openings_held").increment();
        LOG.atWarn().log("driver library not opened anew: a call in it does not return");
    }

    /** Events of a device, or of all, are not told by the driver. */
    void deaf(String device, String why) {
        LOG.atInfo()
                .addKeyValue("device", device)
                .addKeyValue("reason", why)
                .log("driver tells no events");
    }

    void limited(String limit) {
        Limits.hit(registry, limit);
    }
}
