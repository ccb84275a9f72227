// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.health;

/**
 * How slowly minds change, in nanoseconds and counts.
 *
 * @param echoNanos within this, the same XID of a device by another channel is the same fault
 * @param windowNanos what is counted together lies within this
 * @param watchLimit so many faults to be watched within the window drain the device
 * @param tenantLimit the same kind of fault in so many programs within the window is suspicious
 * @param calmNanos a suspect device is healthy after so long without a fault
 * @param idleNanos a draining device is down when nothing ran on it for so long
 * @param drainNanos a draining device is down after so long whatever runs on it
 * @param maxDevices devices that are remembered
 */
public record HealthRules(
        long echoNanos,
        long windowNanos,
        int watchLimit,
        int tenantLimit,
        long calmNanos,
        long idleNanos,
        long drainNanos,
        int maxDevices) {}
