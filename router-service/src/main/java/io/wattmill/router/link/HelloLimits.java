// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.link;

/** How much one node may say of itself. */
public record HelloLimits(int maxEngines, int maxDevices, int maxLabels, int maxModels) {}
