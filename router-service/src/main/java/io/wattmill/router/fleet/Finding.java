// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

/**
 * Why a report is not believed.
 *
 * @param reason for a person, with the figure and what it should be
 */
public record Finding(Implausible kind, String reason) {}
