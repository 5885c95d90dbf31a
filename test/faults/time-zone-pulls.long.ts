import { zoneSuite } from '../helpers/zone-suite.js'

for (const zone of ['America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']) zoneSuite(zone)
