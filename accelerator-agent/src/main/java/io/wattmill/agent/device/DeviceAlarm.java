// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

/**
 * A fault that a device was said to have, at an instant: an event, never "the last value".
 *
 * @param deviceId UUID of the device, as {@link DeviceReading#deviceId()}
 * @param xid NVIDIA's number of the error; 154 says that the recovery action has changed
 * @param recoveryAction what the driver asks for (0 none, 1 reset the GPU, 2 reboot the node, 3
 *     drain peers, 4 drain and reset, 5 recover IMEX), negative when it was not said
 * @param channel who said so
 * @param atUs when it was said, epoch microseconds
 * @param detail for a person, as it was said, bounded
 */
public record DeviceAlarm(
        String deviceId, long xid, long recoveryAction, Channel channel, long atUs, String detail) {

    /** The ways in which a fault becomes known; one fault may come by all of them. */
    public enum Channel {
        /** The driver library's event set: critical ones only. */
        DRIVER_EVENT,
        /** The kernel's log: all of them. */
        KERNEL_LOG,
        /** A change of the device's recovery action. */
        RECOVERY_ACTION,
        /** A gauge that holds the last number. */
        GAUGE
    }
}
