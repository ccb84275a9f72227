// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

/**
 * Something that a person may want to see, at an instant.
 *
 * @param atUs when it happened, epoch microseconds
 * @param code what kind of thing, for example {@code xid.79} or {@code device.draining}
 * @param subject device id, bus id or node id
 * @param text in words
 */
public record Happening(long atUs, String code, String subject, String text) {}
