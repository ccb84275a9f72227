// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.weather;

/** Moist air near sea level, in degrees Celsius, hectopascals and percent. */
public final class Psychrometrics {
    /** Psychrometer constant of a ventilated wet bulb: 6.62e-4 per kelvin x 1,013 hPa. */
    private static final double PSYCHROMETER_HPA_PER_K = 0.671;

    private Psychrometrics() {}

    /**
     * Whether air may have these readings: water that evaporates cools a bulb and never warms it.
     */
    public static boolean possible(double dryC, double wetC) {
        return wetC <= dryC;
    }

    /**
     * Wet bulb from dry bulb and relative humidity at 1,013 hPa. Source: Stull 2011, "Wet-Bulb
     * Temperature from Relative Humidity and Air Temperature", J. Appl. Meteorol. Climatol. 50,
     * equation 1: within 1 K for 5 to 99 % and -20 to 50 °C. Humidity is held within that range,
     * and the answer at or below the dry bulb.
     */
    public static double wetBulbC(double dryC, double humidityPercent) {
        double rh = Math.clamp(humidityPercent, 5, 99);
        double wet =
                dryC * Math.atan(0.151977 * Math.sqrt(rh + 8.313659))
                        + Math.atan(dryC + rh)
                        - Math.atan(rh - 1.676331)
                        + 0.00391838 * rh * Math.sqrt(rh) * Math.atan(0.023101 * rh)
                        - 4.686035;
        return Math.min(wet, dryC);
    }

    /**
     * Pressure of saturated vapour over water. Source: Magnus form with the constants of Alduchov
     * and Eskridge 1996, within 0.4 % for -40 to 50 °C.
     */
    public static double saturationHpa(double celsius) {
        return 6.1094 * Math.exp(17.625 * celsius / (celsius + 243.04));
    }

    /** Temperature at which vapour of that pressure condenses: the Magnus form inverted. */
    public static double dewPointC(double vapourHpa) {
        double log = Math.log(vapourHpa / 6.1094);
        return 243.04 * log / (17.625 - log);
    }

    /**
     * Dew point of air with these readings, by the psychrometer's equation; at most the wet bulb.
     */
    public static double dewPointC(double dryC, double wetC) {
        double vapour = saturationHpa(wetC) - PSYCHROMETER_HPA_PER_K * (dryC - wetC);
        return dewPointC(Math.max(vapour, 0.01));
    }
}
