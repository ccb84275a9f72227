// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.wire;

/**
 * Images, sounds and files within a prompt.
 *
 * @param bytes bytes of the body that hold them in base64: no tokenizer reads these as text
 * @param parts how many there are, those that are named by an address included
 */
public record Media(long bytes, int parts) {

    /** Text only. */
    public static final Media NONE = new Media(0, 0);
}
