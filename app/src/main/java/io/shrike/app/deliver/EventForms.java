package io.shrike.app.deliver;

import io.shrike.delivery.destination.EventForm;
import io.shrike.delivery.destination.ocsf.OcsfForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The setting {@code format} of destinations and logs. */
final class EventForms {
    static final String KEY = "format";

    private static final String OCSF = "ocsf";

    private EventForms() {}

    static EventForm of(Map<String, String> settings) {
        return isOcsf(settings) ? new OcsfForm(HostName.read()) : EventForm.NATIVE;
    }

    static boolean isOcsf(Map<String, String> settings) {
        return OCSF.equals(settings.get(KEY));
    }

    /** {@code settings} with the form of a log. */
    static Map<String, String> with(Map<String, String> settings, Optional<String> format) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        format.ifPresent(form -> all.put(KEY, form));
        return all;
    }

    /** The same settings, whether the usual form was named or not. */
    static Map<String, String> brief(Map<String, String> settings) {
        Map<String, String> brief = new LinkedHashMap<>(settings);
        brief.remove(KEY, "native");
        return brief;
    }
}
