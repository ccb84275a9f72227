// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.room;

/**
 * Equal nodes in one rack.
 *
 * @param type name of the node type
 * @param count how many
 */
public record NodeGroup(String type, int count) {}
