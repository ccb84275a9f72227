// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.function.Consumer;

/** Something that hears of faults as they happen. */
public interface AlarmSource {

    /**
     * Tells each fault once to {@code listener}, from any thread, until {@link #close}. Where this
     * host cannot say (no permission, no driver) nothing is told, and the source says why in its
     * own metrics and log.
     */
    void listen(Consumer<DeviceAlarm> listener);

    /** Tells nothing more. */
    void close();
}
