// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.device;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is known of a device beside its quantities; it changes rarely.
 *
 * @param busId where it is on the PCI bus, for example {@code 00000000:3B:00.0}; empty when unknown
 * @param basis what its figures of power and energy cover
 * @param parts the parts that it is divided into, empty when it is whole. Power and energy are
 *     those of the device: no part has its own
 * @param number the driver's own number of it, which stays when a device before it is lost; empty
 *     when the source does not say
 */
public record DeviceFacts(
        String busId, PowerBasis basis, List<DevicePart> parts, OptionalInt number) {

    /** Nothing is known. */
    public static final DeviceFacts NONE = new DeviceFacts("", PowerBasis.UNSAID, List.of());

    /** Copies the parts. */
    public DeviceFacts {
        parts = List.copyOf(parts);
    }

    /** Of a device whose number the source does not say. */
    public DeviceFacts(String busId, PowerBasis basis, List<DevicePart> parts) {
        this(busId, basis, parts, OptionalInt.empty());
    }

    /** The same with another basis and other parts. */
    public DeviceFacts with(PowerBasis basis, List<DevicePart> parts) {
        return new DeviceFacts(busId, basis, parts, number);
    }
}
