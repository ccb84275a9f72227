// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.health;

/**
 * What a check found.
 *
 * @param ok whether the service can do its work as far as this check sees
 * @param detail for a person: the reason when not ok, else a short fact; never a secret
 */
public record HealthStatus(boolean ok, String detail) {

    public static HealthStatus up(String detail) {
        return new HealthStatus(true, detail);
    }

    public static HealthStatus down(String detail) {
        return new HealthStatus(false, detail);
    }
}
