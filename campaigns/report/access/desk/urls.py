"""The addresses of tokens, share links and scheduled mails in the admin, below /admin/reports/reach/."""

from django.urls import path

from campaigns.report.access.desk import schedules, shares, tokens

urlpatterns = [
    path("tokens/", tokens.tokens, name="reach_tokens"),
    path("tokens/new/", tokens.make, name="reach_token_new"),
    path("tokens/<int:number>/", tokens.token, name="reach_token"),
    path("tokens/<int:number>/revoke/", tokens.revoke, name="reach_token_revoke"),
    path("shares/", shares.shares, name="reach_shares"),
    path("shares/new/", shares.make, name="reach_share_new"),
    path("shares/<int:number>/revoke/", shares.revoke, name="reach_share_revoke"),
    path("schedules/", schedules.schedules, name="reach_schedules"),
    path("schedules/new/", schedules.make, name="reach_schedule_new"),
    path("schedules/<int:number>/", schedules.change, name="reach_schedule"),
    path("schedules/<int:number>/switch/", schedules.switch, name="reach_schedule_switch"),
    path("schedules/<int:number>/to-me/", schedules.to_me, name="reach_schedule_to_me"),
    path("schedules/<int:number>/delete/", schedules.delete, name="reach_schedule_delete"),
]
