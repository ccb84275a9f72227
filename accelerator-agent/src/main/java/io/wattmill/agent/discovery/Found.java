// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.discovery;

import io.wattmill.agent.inference.DeviceClaim;
import io.wattmill.agent.inference.EngineConfig;

import java.util.OptionalLong;

/**
 * An engine that was found on this host, and answers.
 *
 * @param engine what it is
 * @param devices on which devices it computes
 * @param how it was found, for a person: {@code pid 2211}, or {@code port 8000}
 * @param pid its first process, empty where only the port is known
 * @param settled whether the driver had said all that it knows of the devices
 */
public record Found(
        EngineConfig engine, DeviceClaim devices, String how, OptionalLong pid, boolean settled) {

    /**
     * Whether its devices are known better now than when it was found {@code before}: what is said
     * of a process stands while the driver is silent.
     */
    public boolean overrules(Found before) {
        return settled || !pid.equals(before.pid) || before.devices instanceof DeviceClaim.Unknown;
    }

    /** The same with another claim. */
    Found with(DeviceClaim claim) {
        return new Found(engine, claim, how, pid, settled);
    }
}
