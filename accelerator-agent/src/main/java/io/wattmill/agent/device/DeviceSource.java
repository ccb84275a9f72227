// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.concurrent.CompletionStage;

/** Something that can tell about the devices of this host. */
public interface DeviceSource {

    /** How meter reports name energy that this source counted, for example {@code dcgm-counter}. */
    String counterName();

    /**
     * Looks once, and takes along what was read since the look before. Never fails: trouble is a
     * {@link DeviceScan.Unseen}. Not called again before the stage is complete; a source must bound
     * its own time.
     */
    CompletionStage<DeviceScan> scan();
}
