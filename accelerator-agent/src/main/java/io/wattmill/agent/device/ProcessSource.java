// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Something that knows which processes compute on the devices of this host. */
public interface ProcessSource {

    /** The processes; empty when it cannot tell. Never fails, and bounds its own time. */
    CompletionStage<List<DeviceProcess>> processes();
}
