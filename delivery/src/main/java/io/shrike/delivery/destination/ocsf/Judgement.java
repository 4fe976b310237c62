package io.shrike.delivery.destination.ocsf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Shrike's rules made of an activity, as the profile {@code security_control} has it. */
final class Judgement {
    private Judgement() {}

    static void add(Map<String, Object> event, Source source) {
        Optional<String> action = source.peek("action", String.class);
        Optional<String> outcome = source.peek("outcome", String.class);
        if (action.isEmpty() || outcome.isEmpty()) {
            return;
        }
        boolean stopped = outcome.get().equals("denied") || outcome.get().equals("terminated");
        boolean paused = outcome.get().equals("paused");
        event.put("action", stopped ? "Denied" : paused ? "paused" : "Observed");
        event.put("action_id", stopped ? 2 : paused ? 99 : 3);
        boolean logged = action.get().equals("log");
        event.put("disposition", stopped ? "Blocked" : paused ? "paused" : logged ? "Logged" : "Alert");
        event.put("disposition_id", stopped ? 2 : paused ? 99 : logged ? 17 : 19);
        event.put("is_alert", !logged);
        List<Source> rules = source.objects("rules");
        rules.stream().findFirst().ifPresent(rule -> event.put("policy", policy(rule)));
        List<Map<String, Object>> attacks = attacks(rules);
        if (!attacks.isEmpty()) {
            event.put("attacks", attacks);
        }
    }

    private static Map<String, Object> policy(Source rule) {
        Map<String, Object> policy = new LinkedHashMap<>();
        rule.text("policy").ifPresent(name -> policy.put("name", name));
        rule.text("rule").ifPresent(place -> policy.put("uid", place));
        return policy;
    }

    /** A technique with a dot is one below another. */
    static List<Map<String, Object>> attacks(List<Source> rules) {
        return rules.stream()
                .flatMap(rule -> rule.texts("mitre").stream())
                .distinct()
                .map(Judgement::attack)
                .toList();
    }

    private static Map<String, Object> attack(String technique) {
        Map<String, Object> attack = new LinkedHashMap<>();
        int dot = technique.indexOf('.');
        attack.put("technique", Map.of("uid", dot < 0 ? technique : technique.substring(0, dot)));
        if (dot >= 0) {
            attack.put("sub_technique", Map.of("uid", technique));
        }
        return attack;
    }
}
