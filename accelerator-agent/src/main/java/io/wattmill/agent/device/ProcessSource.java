// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.concurrent.CompletionStage;

/** Something that knows which processes compute on the devices of this host. */
public interface ProcessSource {

    /** The processes, as far as it can tell now. Never fails, and bounds its own time. */
    CompletionStage<DeviceProcesses> processes();
}
