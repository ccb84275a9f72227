// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.series;

/** Which series. */
public record SeriesKey(SeriesKind kind, String zone) {}
