// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.concurrent.CompletionStage;

/** Something that counts the energy of the host's own parts: processors, their memory. */
public interface HostSource {

    /** Looks once. Never fails, and bounds its own time. */
    CompletionStage<HostScan> scan();
}
